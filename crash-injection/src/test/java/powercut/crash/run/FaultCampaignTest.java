package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.writecache.WritecacheType;

/**
 * dm-writecache on disks that fail: nothing hangs, an acknowledged flush is never a lie, no sector ever shows another
 * one's bytes.
 */
class FaultCampaignTest {
    /** Larger ones are for an idle hour. */
    private static final int CHOICES = Integer.getInteger("powercut.campaign.choices", 4);
    private static final FaultCampaign.Schedules SCHEDULES = new FaultCampaign.Schedules(1, CHOICES, CHOICES + 1);

    /** How many cache blocks, options, operations, and a floor for the different histories. */
    @ParameterizedTest
    @CsvSource({
        "4, 0, write 0 1;write 1 1;flush;write 0 1;flush;read 0 2, 130",
        "4, 0, write 0 1 fua &;write 1 1 fua &;wait;write 0 1 fua;read 0 2, 150",
        "3, 4 high_watermark 100 low_watermark 100, write 0 1;write 1 1;message flush &;write 0 1;flush;read 0 2, 100",
        "2, 4 high_watermark 100 low_watermark 100, write 0 1;write 1 1;write 2 1 &;write 3 1 &;wait;read 0 4, 200",
        "4, 0, write 0 1;flush;write 1 1;discard 0 2;flush;read 0 2, 100",
        "8, 0, write 0 1;message flush_on_suspend;write 1 1;suspend;write 1 1;suspend;read 0 2, 50",
        "3, 2 autocommit_blocks 1, write 0 1 &;write 1 1 &;flush &;suspend;read 0 2, 50",
        "3, 6 high_watermark 0 low_watermark 0 writeback_jobs 1, write 0 1;write 2 1;message flush &;write 0 1 fua;"
            + "message flush &;discard 2 1;wait;read 0 1, 200"})
    void aFaultNeverMakesAnAcknowledgementALie(int cacheBlocks, String options, String ops, int histories)
            throws Exception {
        Workload workload = Workload.parse(ops.replace(';', '\n'), "workload");

        FaultCampaign.Covered covered =
                new FaultCampaign(new WritecacheType(), cacheBlocks, options, workload, SCHEDULES).run();
        assertThat(covered.histories()).as("%s", covered).isGreaterThanOrEqualTo(histories);
    }
}
