package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.dm.Errno;
import powercut.dm.TargetException;

class GeometryTest {
    @ParameterizedTest
    @CsvSource({
        "4096, 512, 7, 512", "1024, 512, 1, 512", "1536, 512, 2, 512", "8192, 4096, 1, 4096", "65536, 512, 124, 2048",
        "65536, 4096, 15, 4096", "1048576, 512, 1985, 32256", "1048576, 4096, 254, 8192", "16777216, 4096, 4080, 65536",
        "1073741824, 4096, 261123, 4182016", "68719476736, 4096, 16711934, 267395072"})
    void blocksAndMetadataFollowFromTheDeviceSize(long deviceBytes, int blockSize, long nBlocks, long metadataBytes)
            throws TargetException {
        assertThat(Geometry.ofDevice(deviceBytes, blockSize))
                .isEqualTo(new Geometry(blockSize, nBlocks, metadataBytes));
    }

    @ParameterizedTest
    @CsvSource({"528, 512, " + Errno.ENOSPC, "4096, 4096, " + Errno.ENOSPC, "0, 512, " + Errno.ENOSPC,
        "74309393851700224, 512, " + Errno.EFBIG})
    void aDeviceWithoutRoomOrWithTooManyBlocksIsRefused(long deviceBytes, int blockSize, int errno) {
        assertThatThrownBy(() -> Geometry.ofDevice(deviceBytes, blockSize)).hasMessage("Invalid device size")
                .extracting("errno").isEqualTo(errno);
    }

    @Test
    void dataBlocksFollowTheMetadata() {
        Geometry geometry = new Geometry(4096, 254, 8192);
        assertThat(geometry.cacheSector(0)).isEqualTo(16);
        assertThat(geometry.cacheSector(253)).isEqualTo(16 + 253 * 8);
        assertThat(geometry.entrySectors()).isEqualTo(9);
    }
}
