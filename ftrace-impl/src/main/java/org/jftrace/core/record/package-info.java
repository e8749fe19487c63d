/** What the core keeps about each call site, and the one decision made from it. */
@NullMarked
package org.jftrace.core.record;

import org.jspecify.annotations.NullMarked;
