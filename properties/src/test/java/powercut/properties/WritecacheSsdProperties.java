package powercut.properties;

/** dm-writecache on two disks. */
class WritecacheSsdProperties implements WritecacheContract {
    @Override
    public Machine.Mode mode() {
        return Machine.Mode.SSD;
    }

    @Override
    public double overlapFloor() {
        return 20;
    }
}
