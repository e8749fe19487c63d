/**
 * A machine that holds the text of a whole kernel and executes none of it, to see what ftrace does to it word for word.
 *
 * <p>Start with {@link org.jftrace.sim.image.KernelImage}.
 */
@NullMarked
package org.jftrace.sim.image;

import org.jspecify.annotations.NullMarked;
