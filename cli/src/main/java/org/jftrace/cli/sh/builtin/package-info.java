/** The console's commands. */
@NullMarked
package org.jftrace.cli.sh.builtin;

import org.jspecify.annotations.NullMarked;
