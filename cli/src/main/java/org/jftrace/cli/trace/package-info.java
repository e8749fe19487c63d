/** The subcommand {@code trace}. */
@NullMarked
package org.jftrace.cli.trace;

import org.jspecify.annotations.NullMarked;
