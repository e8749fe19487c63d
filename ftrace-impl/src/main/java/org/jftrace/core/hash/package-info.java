/** Filters: globs, sets of call sites, and the way from one to the other. */
@NullMarked
package org.jftrace.core.hash;

import org.jspecify.annotations.NullMarked;
