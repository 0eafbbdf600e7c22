package powercut.crash.cli;

import java.util.ArrayList;
import java.util.List;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.run.DiskFault;
import powercut.crash.run.Subject;
import powercut.crash.run.Subjects;
import powercut.dm.PublishedDefect;
import powercut.dm.TableException;
import powercut.runtime.Schedule;

/**
 * Everything that decides a run of the reference, but for its workload, in the words of the command line.
 *
 * @param target name of the subject
 * @param table in place of the subject's own; null for that
 * @param disks what they are like, each {@code DEVICE:OPTIONS}
 * @param faults of the disks, each {@code DEVICE:WORDS}
 * @param defectId the published defect that is put back; null for none
 * @param schedule how tasks and completions interleave
 * @param seed of the schedule, and of what power failures in the workload leave
 * @param firstOnly whether the exploration stops at the first crash point with a violation
 */
record RunDescription(String target, String table, List<String> disks, List<String> faults, String defectId,
        Schedule schedule, long seed, boolean firstOnly) {
    RunDescription {
        disks = List.copyOf(disks);
        faults = List.copyOf(faults);
    }

    RunDescription withFaults(List<String> other) {
        return new RunDescription(target, table, disks, other, defectId, schedule, seed, firstOnly);
    }

    RunDescription withFirstOnly() {
        return new RunDescription(target, table, disks, faults, defectId, schedule, seed, true);
    }

    RunDescription withSchedule(Schedule other) {
        return new RunDescription(target, table, disks, faults, defectId, other, seed, firstOnly);
    }

    RunDescription withSeed(long other) {
        return new RunDescription(target, table, disks, faults, defectId, schedule, other, firstOnly);
    }

    /** The published defect; null for none. */
    PublishedDefect defect() throws BadInputException {
        return Targets.defect(defectId);
    }

    /** What is run, on its disks. */
    Subject subject() throws BadInputException {
        Subject subject = Subjects.find(target);
        if (table != null) {
            subject = subject.withTable(table);
        }
        for (String words : disks) {
            subject = subject.withDisk(words);
        }
        return subject;
    }

    /**
     * Makes it ready to run.
     *
     * @throws BadInputException if something in it is unknown, does not fit together, or is refused by the target
     */
    RunSetup setUp() throws BadInputException, TableException {
        PublishedDefect defect = defect();
        Subject subject = subject();
        Stack stack = subject.stack(Targets.types(subject.order(), defect));
        List<DiskFault> parsed = new ArrayList<>();
        for (String words : faults) {
            parsed.add(DiskFault.parse(words, stack));
        }
        return RunSetup.of(subject, stack, parsed, defect);
    }

    /**
     * The command line, with every option that decides the run.
     *
     * @param workload the options that say what the workload is; empty for a published defect's own run
     */
    String command(String workload) {
        StringBuilder command = new StringBuilder("powercut explore ").append(target)
                .append(workload.isEmpty() ? "" : " ").append(workload)
                .append(" --seed ").append(seed).append(" --schedule ").append(schedule)
                .append(defectId == null ? "" : " --as-published " + defectId)
                .append(table == null ? "" : " --table " + Shell.quote(table));
        disks.forEach(words -> command.append(" --disk ").append(Shell.quote(words)));
        faults.forEach(words -> command.append(" --fault ").append(Shell.quote(words)));
        return command.append(firstOnly ? " --first" : "").toString();
    }
}
