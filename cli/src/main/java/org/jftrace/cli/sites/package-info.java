/** The subcommand {@code sites}. */
@NullMarked
package org.jftrace.cli.sites;

import org.jspecify.annotations.NullMarked;
