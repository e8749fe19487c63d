/** Assembler text of several lines: labels, constants, and errors that name the line. */
@NullMarked
package org.jftrace.arm64.a64.source;

import org.jspecify.annotations.NullMarked;
