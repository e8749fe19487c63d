/** Stress tests of links: programs that come, go and change while others do, and while functions run. */
@NullMarked
package org.jftrace.jcstress.links;

import org.jspecify.annotations.NullMarked;
