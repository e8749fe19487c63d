/** What the instructions of a machine are, counted from outside: the machine does not know, and is not slowed down. */
@NullMarked
package org.jftrace.sim.count;

import org.jspecify.annotations.NullMarked;
