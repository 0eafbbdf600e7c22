package powercut.writeboost.published;

import powercut.dm.TargetException;
import powercut.writeboost.Registry;
import powercut.writeboost.WriteboostType;

/** WB-C13: device id 0 is as good as others, to the constructor; see {@link DeviceZeroUnflushed}. */
public final class DeviceZeroTaken extends WriteboostType {
    public DeviceZeroTaken(Registry registry) {
        super(registry);
    }

    @Override
    protected int deviceId(String word) throws TargetException {
        return word.equals("0") ? 0 : super.deviceId(word);
    }
}
