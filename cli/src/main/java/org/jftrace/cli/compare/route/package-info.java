/** The routes that a traced call may take, and the guest code whose calls are traced. */
@NullMarked
package org.jftrace.cli.compare.route;

import org.jspecify.annotations.NullMarked;
