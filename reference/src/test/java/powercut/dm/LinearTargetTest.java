package powercut.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.VolatileDisk;
import powercut.dm.Target.MapResult;
import powercut.dm.Target.StatusType;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

class LinearTargetTest {
    private final SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
    private final VolatileDisk disk = new VolatileDisk("disk", 64, DiskOptions.DEFAULT, runtime, IoObserver.NONE);

    @ParameterizedTest
    @CsvSource({
        "disk,                      Invalid argument count, -22",
        "disk 0 0,                  Invalid argument count, -22",
        "disk x,                    Invalid device sector,  -22",
        "disk -1,                   Invalid device sector,  -22",
        "disk 1234567890123456789,  Invalid device sector,  -22",
        "nodisk 0,                  Device lookup failed,   -19",
    })
    void badArgumentsAreRefusedWithTheTextOfTheDriver(String arguments, String text, int errno) {
        TargetException refused = catchThrowableOfType(TargetException.class, () -> construct(arguments));
        assertThat(refused).hasMessage(text);
        assertThat(refused.errno()).isEqualTo(errno);
    }

    @Test
    void bioGoesToTheDeviceMovedByTheStart() throws TargetException {
        Bio bio = Bio.discard(3, 2);
        assertThat(construct("disk 16").map(bio)).isEqualTo(MapResult.REMAPPED);
        assertThat(bio.device()).isSameAs(disk);
        assertThat(bio).hasToString("DISCARD 19+2");
    }

    @Test
    void statusIsEmptyAndTheTableLineRepeatsTheArguments() throws TargetException {
        Target target = construct("disk 16");
        assertThat(target.status(StatusType.INFO)).isEmpty();
        assertThat(target.status(StatusType.TABLE)).isEqualTo("disk 16");
        assertThat(target.iterateDevices()).containsExactly(disk);
        assertThat(target.message(new String[] {"flush"})).isEqualTo(Errno.EINVAL);
    }

    private Target construct(String arguments) throws TargetException {
        TargetContext context = new TargetContext("top", 0, 8, runtime, name -> name.equals("disk") ? disk : null,
                line -> { }, () -> true);
        return LinearTarget.TYPE.construct(context, arguments.split(" "));
    }
}
