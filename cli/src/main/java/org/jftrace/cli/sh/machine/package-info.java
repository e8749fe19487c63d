/** The machine under the console, and the commands about it. */
@NullMarked
package org.jftrace.cli.sh.machine;

import org.jspecify.annotations.NullMarked;
