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

    private static Optional<Violation> difference(Subject subject, TargetType type, Workload workload)
            throws Exception {
        return Conformance.difference(workload, subject.stack(new TargetTypes(new WritecacheType())),
                subject.stack(new TargetTypes(type)), List.of());
    }
}
