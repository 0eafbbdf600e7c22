/** The {@code powercut} command: one class per verb. */
package powercut.crash.cli;
