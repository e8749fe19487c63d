/** The subcommand {@code sh}: a console with the control files of ftrace and a small shell. */
@NullMarked
package org.jftrace.cli.sh;

import org.jspecify.annotations.NullMarked;
