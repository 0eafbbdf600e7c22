package powercut.properties;

/** dm-writecache on a disk and persistent memory, whose stores persist atom by atom. */
class WritecachePmemProperties implements WritecacheContract {
    @Override
    public Machine.Mode mode() {
        return Machine.Mode.PMEM;
    }

    @Override
    public double overlapFloor() {
        return 9;
    }
}
