/** Host time, measured in JVMs of their own. */
@NullMarked
package org.jftrace.cli.compare.time;

import org.jspecify.annotations.NullMarked;
