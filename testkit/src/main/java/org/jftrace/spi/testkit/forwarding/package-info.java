/**
 * A machine and its memory that pass everything on, for tests that watch, count or break one thing between core and machine; and a
 * section that stands in for the core's.
 */
@NullMarked
package org.jftrace.spi.testkit.forwarding;

import org.jspecify.annotations.NullMarked;
