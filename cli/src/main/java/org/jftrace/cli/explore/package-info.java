/** {@code jftrace explore}: searches the interleavings of scenarios, also in parts on many machines. */
@NullMarked
package org.jftrace.cli.explore;

import org.jspecify.annotations.NullMarked;
