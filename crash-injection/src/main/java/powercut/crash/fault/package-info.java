/** A disk that fails on demand, at the same bio in every run. */
package powercut.crash.fault;
