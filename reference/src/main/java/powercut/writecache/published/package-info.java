/** The published defects of dm-writecache, each one step of the commit protocol put back to what the driver does. */
package powercut.writecache.published;
