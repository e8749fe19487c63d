/** {@code jftrace compare}: what a traced call costs by each route. */
@NullMarked
package org.jftrace.cli.compare;

import org.jspecify.annotations.NullMarked;
