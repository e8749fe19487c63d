/** Kinds of control files, and the table of those there are. */
@NullMarked
package org.jftrace.tracefs.file;

import org.jspecify.annotations.NullMarked;
