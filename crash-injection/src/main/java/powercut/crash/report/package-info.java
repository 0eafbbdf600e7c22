/** What a run found, in words for a person, in JSON for a program, and as a directory that shows it again. */
package powercut.crash.report;
