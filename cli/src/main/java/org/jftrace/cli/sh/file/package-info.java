/** What the console's commands read and write: control files, host files, pipes, and the table of open ones. */
@NullMarked
package org.jftrace.cli.sh.file;

import org.jspecify.annotations.NullMarked;
