/**
 * dm-writeboost 0.1.0: a log-structured write cache on one device in front of several others, the backing devices.
 *
 * <p>Read side by side with the driver; names are the driver's. Numbered rules and defects (WB-Ann, WB-Bnn, WB-Cnn, D1
 * to D6) refer to the project's study of the driver. This is the corrected protocol, on the driver's disk format; each
 * published defect is a class that puts back one step, made by {@link powercut.writeboost.Steps}.
 *
 * <pre>
 *   WriteboostModule  writeboost_module_init       Mapping            writeboost_map, migrate_mb, end_io
 *   Registry          wb_caches[], wb_devices[]    CurrentBuffer      queue_current_buffer, queue_flushing,
 *   WriteboostType    writeboost_ctr                                  flush_current_buffer_sync
 *   Writeboost        resume, suspend, status      Barriers           queue_barrier_io, flush_barrier_ios
 *   WbCache           struct wb_cache              FlushDaemon        flush_proc
 *   WbDevice          struct wb_device             MigrateDaemon      migrate_proc, migrate_linked_segments
 *   SegmentHeader     struct segment_header        SuperblockRecord   commit_super_block
 *   Metablock         struct metablock             Recovery, LogScan  recover_cache, checkup_atomicity
 *   HashTable         ht_lookup, ht_register       FormatCache        format_cache_device
 *   RamBuffers        rambuf_pool                  DmSafeIo           dm_safe_io, dm_safe_io_retry
 *   Tunables, Stat    sysfs attributes, stat       Geometry           calc_nr_segments, calc_mb_start_sector
 *   WriteboostMgrType, WriteboostMgr: writeboost_mgr_ctr, writeboost_mgr_message, writeboost_mgr_status
 *   CacheSysfs, DeviceSysfs: cache_default_attrs, device_default_attrs, add_sysfs, remove_sysfs
 *   SuperblockDevice, SegmentHeaderDevice, MetablockDevice: the same names, on disk
 * </pre>
 *
 * <p>The promise: a write is durable once a FLUSH that was submitted after its end has ended, or once it has ended
 * itself if it was FUA. It rests on the log: segments are written in order, data, FLUSH, header, and a barrier ends
 * after another FLUSH, so that after a power failure the run of consecutive ids that begins above the record in the
 * superblock holds everything acknowledged that is not on the backing devices. A slot is used again only when that
 * record, durably, covers it.
 */
package powercut.writeboost;
