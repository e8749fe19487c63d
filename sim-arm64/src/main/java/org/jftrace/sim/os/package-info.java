/**
 * What lies around the CPUs: the system calls, the gates to Java, and how CPUs are brought to take notice of a changed
 * world. None of it knows how a file is loaded.
 */
@NullMarked
package org.jftrace.sim.os;

import org.jspecify.annotations.NullMarked;
