/** What the steps of all groups share: fields of a word, flags, conditions, and shapes of steps. */
@NullMarked
package org.jftrace.sim.exec.operand;

import org.jspecify.annotations.NullMarked;
