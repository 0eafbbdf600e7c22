/** The published defects of dm-writeboost: each class puts back one step of the driver. */
package powercut.writeboost.published;
