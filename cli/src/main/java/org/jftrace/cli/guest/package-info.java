/** The program under the tracer, and what all subcommands know of it. */
@NullMarked
package org.jftrace.cli.guest;

import org.jspecify.annotations.NullMarked;
