/** The ftrace core's one door: {@code FtraceCore} binds ftrace to a machine and an architecture port. */
@NullMarked
package org.jftrace.core;

import org.jspecify.annotations.NullMarked;
