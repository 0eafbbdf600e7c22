/** Makes a run that shows a violation as short and as plain as it gets, while it shows one. */
package powercut.crash.shrink;
