package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.crash.contract.LogCheck;
import powercut.crash.contract.Promises;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.TopLogPromises;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.log.DeviceLog;
import powercut.crash.log.SharedMarks;
import powercut.crash.values.ContentPool;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.RandomChooser;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/** Runs of the reference, recorded as a log of each device, with a mark after every few operations, and checked. */
class RecordedLogsTest {
    private static final int SEEDS = 8;
    private static final int OPS = 60;
    private static final int OPS_PER_MARK = 6;

    private int marksViolated;
    private int orderDecides; // seeds with a violation that some order avoids
    private int violated; // seeds with a violation that none was found to avoid

    @Test
    void someOrderOfTheReferenceKeepsEveryPromise() throws Exception {
        check(new WritecacheType());

        assertThat(marksViolated).as("marks violated").isZero();
        assertThat(violated).as("runs without an order that keeps every promise").isZero();
        assertThat(orderDecides).as("runs in which writeback would be a loss in some order").isPositive();
    }

    @Test
    void lostFuaWriteIsOneInEveryOrder() throws Exception {
        check(WritecacheDefects.ALL.stream().filter(defect -> defect.id().equals("WC-03")).findAny().orElseThrow()
                .module().orElseThrow().init().get(0));

        assertThat(marksViolated).as("marks violated").isPositive();
        assertThat(violated).as("runs without an order that keeps every promise").isPositive();
    }

    private void check(TargetType type) throws Exception {
        Stack stack = Subjects.WRITECACHE_SSD.stack(new TargetTypes(type));
        for (long seed = 1; seed <= SEEDS; seed++) {
            Workload.Shape shape = Subjects.WRITECACHE_SSD.shape();
            ContentPool pool = new ContentPool();
            WorkloadRun run = new WorkloadRun(Workload.random(seed, OPS, new Workload.Shape(shape.sectors(),
                    shape.blockSectors(), shape.messages(), false)), stack, pool, new RandomChooser(seed), seed);
            run.run();
            check(run, stack, pool);
        }
    }

    private void check(WorkloadRun run, Stack stack, ContentPool pool) throws Exception {
        List<RecordedLog> below = new ArrayList<>();
        for (int disk = 0; disk < stack.disks().size(); disk++) {
            below.add(new RecordedLog(disk));
        }
        RecordedLog top = new RecordedLog(IoEvent.TOP);
        int acknowledged = 0;
        for (IoEvent event : run.sessions().get(0).events()) {
            top.pass(event);
            below.forEach(log -> log.pass(event));
            if (event.disk() == IoEvent.TOP && event.end() && ++acknowledged % OPS_PER_MARK == 0) {
                String mark = "op:" + acknowledged;
                top.mark(mark);
                below.forEach(log -> log.mark(mark));
            }
        }
        List<DeviceLog> logs = new ArrayList<>();
        for (int disk = 0; disk < below.size(); disk++) {
            String name = stack.disks().get(disk).name();
            logs.add(new DeviceLog(name, below.get(disk).end(name)));
        }
        Promises promises = new TopLogPromises(top.end("top"), stack.table().sectors());
        CrashExplorer explorer = new CrashExplorer(stack, pool, Bounds.DEFAULT,
                new Words(new Provenance(promises.sources()), Words.Reasons.NONE));
        LogCheck check = new LogCheck(new SharedMarks(logs), promises, explorer,
                stack.disks().stream().map(Stack.Disk::options).toList());
        check.run((entry, entries) -> { });
        marksViolated += check.marksViolated();
        boolean holds = explorer.funnel().holds();
        orderDecides += !holds && check.someOrderHolds() ? 1 : 0;
        violated += !holds && !check.someOrderHolds() ? 1 : 0;
    }
}
