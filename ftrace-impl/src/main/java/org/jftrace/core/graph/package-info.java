/** Function graph: one manager at the call sites, one hook of the return, several users. */
@NullMarked
package org.jftrace.core.graph;

import org.jspecify.annotations.NullMarked;
