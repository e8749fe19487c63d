/** The command {@code jftrace}: {@code trace}, {@code sites} and {@code run}. */
@NullMarked
package org.jftrace.cli;

import org.jspecify.annotations.NullMarked;
