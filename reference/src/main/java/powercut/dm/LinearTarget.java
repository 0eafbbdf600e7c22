package powercut.dm;

import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;

/** dm-linear: maps its range onto a range of one device. Arguments: {@code <device> <start sector>}. */
public final class LinearTarget implements Target {
    /** Registers as "linear". */
    public static final TargetType TYPE = new Type();

    private final BlockDevice device;
    private final long start; // first sector on the device

    private LinearTarget(BlockDevice device, long start) {
        this.device = device;
        this.start = start;
    }

    @Override
    public MapResult map(Bio bio) {
        bio.remap(device, start + bio.sector());
        return MapResult.REMAPPED;
    }

    @Override
    public List<BlockDevice> iterateDevices() {
        return List.of(device);
    }

    @Override
    public String status(StatusType type) {
        return type == StatusType.INFO ? "" : device.name() + " " + start;
    }

    @Override
    public void digest(StateDigest digest) {}

    private static final class Type implements TargetType {
        @Override
        public String name() {
            return "linear";
        }

        @Override
        public String version() {
            return "1.4.0";
        }

        @Override
        public Target construct(TargetContext context, String[] arguments) throws TargetException {
            if (arguments.length != 2) {
                throw new TargetException("Invalid argument count", Errno.EINVAL);
            }
            if (!arguments[1].matches("[0-9]{1,18}")) {
                throw new TargetException("Invalid device sector", Errno.EINVAL);
            }
            BlockDevice device = context.devices().find(arguments[0]);
            if (device == null) {
                throw new TargetException("Device lookup failed", Errno.ENODEV);
            }
            return new LinearTarget(device, Long.parseLong(arguments[1]));
        }
    }
}
