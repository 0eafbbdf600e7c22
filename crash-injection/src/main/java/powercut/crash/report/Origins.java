package powercut.crash.report;

import java.util.List;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation.Decided;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogEntry;
import powercut.crash.run.IoEvent;
import powercut.crash.run.Session;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;

/** Tells which write put its content into a sector of a disk. */
@FunctionalInterface
public interface Origins {
    /** In words; where several writes had this content, the first. */
    String of(Decided decided);

    /** Of the one disk that a log is about. */
    static Origins ofLog(DmLog log) {
        return decided -> {
            for (LogEntry entry : log.entries()) {
                if (entry.isWrite() && holds(decided, entry.sector(), entry.values())) {
                    return entry.toString();
                }
            }
            return unwritten(decided);
        };
    }

    /** Of the disks of a simulated run. */
    static Origins ofRun(WorkloadRun run, Stack stack) {
        List<String> disks = stack.disks().stream().map(Stack.Disk::name).toList();
        return decided -> {
            for (Session session : run.sessions()) {
                for (IoEvent event : session.events()) {
                    if (event.disk() == disks.indexOf(decided.disk()) && event.values() != null
                            && holds(decided, event.sector(), event.values())) {
                        return event.what();
                    }
                }
            }
            return unwritten(decided);
        };
    }

    private static boolean holds(Decided decided, long first, int[] values) {
        long at = decided.unit() - first;
        return at >= 0 && at < values.length && values[(int) at] == decided.value();
    }

    private static String unwritten(Decided decided) {
        return decided.value() == ContentPool.ZERO ? "zeros, as before its first write" : "what recovery wrote";
    }
}
