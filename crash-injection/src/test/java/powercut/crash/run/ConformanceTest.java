package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.writeboost.WriteboostModule;
import powercut.writeboost.published.WriteboostDefects;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/** A target is compared with the corrected one by what can be seen of it, operation by operation. */
class ConformanceTest {
    @Test
    void theCorrectedTargetIsLikeItself() throws Exception {
        for (Subject subject : List.of(Subjects.WRITECACHE_SSD, Subjects.WRITECACHE_PMEM)) {
            for (long seed = 1; seed <= 20; seed++) {
                Workload workload = Workload.random(seed, 60, subject.shape());
                assertThat(difference(subject, new WritecacheType(), workload)).as("seed %s", seed).isEmpty();
            }
        }
    }

    @Test
    void theFirstDifferenceIsTold() throws Exception {
        Subject subject = Subjects.WRITECACHE_SSD
                .withTable("0 16 writecache s origin cache 512 2 autocommit_blocks 2");
        Workload workload = Workload.parse("write 0 1\ndiscard 0 1\nwrite 1 1\nwrite 2 1", "autocommit");
        Violation violation = difference(subject, WritecacheDefects.type("WC-15"), workload).orElseThrow();

        assertThat(violation.point().when()).isEqualTo("after op 2 (write 1 1), with the power on");
        assertThat(violation.promised()).isEqualTo("as the corrected target: no more I/O");
        assertThat(violation.found()).isEqualTo("cache WRITE 0+1");
    }

    @Test
    void whatComesAfterAPowerFailureIsNotCompared() throws Exception {
        Subject subject = Subjects.WRITECACHE_SSD
                .withTable("0 16 writecache s origin cache 512 2 autocommit_blocks 2");
        Workload workload = Workload.parse("write 0 1\ndiscard 0 1\ncrash\nwrite 1 1", "autocommit");

        assertThat(difference(subject, WritecacheDefects.type("WC-15"), workload)).isEmpty();
    }

    @Test
    void anOperationThatNeverEndsIsADifference() throws Exception {
        Subject subject = Subjects.WRITECACHE_SSD;
        Workload workload = Workload.parse("write 0 1\nwrite 2 1\nmessage flush", "hang");
        Stack stack = subject.stack(new TargetTypes(WritecacheDefects.type("WC-24")));
        Violation violation = Conformance.difference(workload, subject.stack(new TargetTypes(new WritecacheType())),
                stack, List.of(DiskFault.parse("origin:error_writes@1", stack))).orElseThrow();

        assertThat(violation.promised()).startsWith("as the corrected target: the message returns -5");
        assertThat(violation.found()).startsWith("goes no further: ");
    }

    @Test
    void theTimeThatABioTakesIsCompared() throws Exception {
        Subject subject = Subjects.WRITEBOOST.withTable("0 48 writeboost 1 backing 3 cache@0+48");
        Stack corrected = subject.stack(new TargetTypes(new WriteboostModule(subject.order())));
        Stack sleeps = subject.stack(new TargetTypes(WriteboostDefects.module("WB-B12", subject.order())));
        Workload workload = Workload.parse("write 0 24", "more segments than slots");
        Violation violation = Conformance.difference(workload, corrected, sleeps, List.of()).orElseThrow();

        assertThat(violation.promised()).endsWith("it ends with OK, 0 ms after it was submitted");
        assertThat(violation.found()).isEqualTo("it ends with OK, 1000 ms after it was submitted");
    }

    /** Of the manager, once it is used, and of the tree, whatever is in it. */
    @Test
    void everyStatusAndEveryFileIsLookedAt() throws Exception {
        assertThat(found("WB-C17", "mgr switch_to 3")).isEqualTo("INFO 1 1 1 1 0 / TABLE 0 1 writeboost-mgr");
        assertThat(found("WB-C17", "write 0 8")).isEqualTo("nothing");
        assertThat(found("WB-C16", "write 0 8\nreload\nmessage add_sysfs"))
                .isEqualTo("devices/1/nr_dirty_caches: 1 / devices/1/nr_dirty_caches: 0");
    }

    @Test
    void refusalsAreCompared() throws Exception {
        assertThat(found("WB-C15", "sysfs caches/3/nr_max_batched_migration 64")).isEqualTo(
                "caches/3/nr_max_batched_migration: violated 1 <= x && x <= 32 (-22) / the file takes it");
        assertThat(found("WB-C10", "reload 0 48 writeboost 1 backing 5")).isEqualTo(
                "the table is refused: cache is not set for id(5) (-22) / the table is accepted");
        assertThat(found("WB-C13", "reload 0 48 writeboost 1 backing 0\nmgr resume_cache cache"))
                .isEqualTo("writeboost-mgr: cache id 0 is reserved, switch_to another first"
                        + " / the message returns 0");
    }

    /** What is expected and what is found, in dm-writeboost with a defect. */
    private static String found(String id, String workload) throws Exception {
        Subject subject = Subjects.WRITEBOOST;
        return Conformance.difference(Workload.parse(workload, "W"),
                subject.stack(new TargetTypes(new WriteboostModule(subject.order()))),
                subject.stack(new TargetTypes(WriteboostDefects.module(id, subject.order()))), List.of())
                .map(violation -> violation.promised().replace("as the corrected target: ", "") + " / "
                        + violation.found()).orElse("nothing");
    }

    private static Optional<Violation> difference(Subject subject, TargetType type, Workload workload)
            throws Exception {
        return Conformance.difference(workload, subject.stack(new TargetTypes(new WritecacheType())),
                subject.stack(new TargetTypes(type)), List.of());
    }
}
