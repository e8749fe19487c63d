/** The way in: {@code Arm64Port} binds the arm64 backend to a machine. */
@NullMarked
package org.jftrace.arm64;

import org.jspecify.annotations.NullMarked;
