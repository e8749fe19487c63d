/**
 * Function graph: every call of the selected functions, entry and return, as a tree. A user says what is called and keeps data
 * with each call; several users share one hook of the return.
 */
@NullMarked
package org.jftrace.graph;

import org.jspecify.annotations.NullMarked;
