/**
 * Call sites as compilers leave them, as ftrace keeps them, and how one becomes the other while CPUs execute them.
 *
 * <p>Start with {@link org.jftrace.arm64.callsite.SiteLayout} for the picture.
 */
@NullMarked
package org.jftrace.arm64.callsite;

import org.jspecify.annotations.NullMarked;
