/**
 * dm-writecache in SSD mode: a write cache on one device in front of another, the origin.
 *
 * <p>Read side by side with the driver; names are the driver's. Numbered rules and defects (WC-nn) refer to the
 * project's study of the driver. This is the corrected protocol; each published defect is a class of {@code
 * writecache.published} that puts back one step.
 *
 * <pre>
 *   WritecacheType    writecache_ctr                 Mapping        writecache_map: read, write, flush, discard
 *   Format            init_memory                    FlushThread    writecache_flush_thread
 *   WritecacheState   struct dm_writecache           Commit         writecache_flush, ssd_commit_flushed
 *   Metadata          memory_map, dirty_bitmap       Writeback      writecache_writeback
 *   Superblock        wc_memory_superblock           WritebackEndio writecache_endio_thread
 *   Geometry          calculate_memory_size          Recovery       writecache_resume
 *   EntryTree, Lru, FreeList, WcEntry                Writecache     suspend, message, status, end_io
 * </pre>
 *
 * <p>The promise: a write is durable once a FLUSH that was submitted after its end has ended, or once it has ended
 * itself if it was FUA. It rests on one number: an entry counts as committed when its seq_count is below the
 * superblock's, so one sector write commits any number of entries at once.
 */
package powercut.writecache;
