/** Changing code under running CPUs: plans, their execution, and waiting until what was replaced is out of use. */
@NullMarked
package org.jftrace.core.update;

import org.jspecify.annotations.NullMarked;
