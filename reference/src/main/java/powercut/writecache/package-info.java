/**
 * dm-writecache: a write cache on one device, a disk or persistent memory, in front of another, the origin.
 *
 * <p>Read side by side with the driver; names are the driver's. Numbered rules and defects (WC-nn) refer to the
 * project's study of the driver. This is the corrected protocol; each published defect is a class of {@code
 * writecache.published} that puts back one step.
 *
 * <pre>
 *   WritecacheType    writecache_ctr                 Mapping        writecache_map
 *   Format            init_memory                    BlockAllocator the block that a write goes to
 *   WritecacheState   struct dm_writecache           Discard        writecache_discard
 *   Superblock        wc_memory_superblock           Commit         writecache_flush
 *   Geometry          calculate_memory_size          Writeback      writecache_writeback
 *   WcEntry           struct wc_entry                WritebackEndio writecache_endio_thread
 *   EntryTree, Lru    tree, lru                      Recovery       writecache_resume
 *   WritecacheOptions optional arguments             Writecache     suspend, message
 *   ArgumentRules     what the constructor refuses   StatusLine     writecache_status
 *   FreelistWait      freelist_wait                  WritecacheSteps what a published defect can replace
 * </pre>
 *
 * <p>What hangs on the mode is behind four interfaces, which {@code Mode} makes:
 *
 * <pre>
 *                 SSD, mode "s"                                 pmem, mode "p"
 *   Metadata      a copy in core and a dirty bitmap             stored in the memory at once
 *   FreeList      sorted, with a rotor                          first freed, first taken
 *   DataPath      bios go to the cache device, block by block;  copies blocks itself, whole bios
 *                 FLUSH and DISCARD to the flush thread
 *   WritebackIo   dm-kcopyd                                     bios straight from the memory, FUA or not
 * </pre>
 *
 * <p>The promise: a write is durable once a FLUSH that was submitted after its end has ended, or once it has ended
 * itself if it was FUA. It rests on one number: an entry counts as committed when its seq_count is below the
 * superblock's, so one sector write, or one store of eight bytes, commits any number of entries at once.
 */
package powercut.writecache;
