package powercut.crash.report;

import java.util.List;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation.Decided;
import powercut.crash.log.DeviceLog;
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

    /** Of logged disks. */
    static Origins ofLogs(List<DeviceLog> logs) {
        return decided -> {
            for (DeviceLog log : logs) {
                boolean isItsLog = log.device().equals(decided.disk());
                for (LogEntry entry : isItsLog ? log.log().entries() : List.<LogEntry>of()) {
                    if (entry.isWrite() && holds(decided, entry.sector(), entry.values())) {
                        return log.what(entry).toString();
                    }
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
