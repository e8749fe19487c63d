/** What the stress tests have in common: the core on a light machine, and embedders that break a promise. */
@NullMarked
package org.jftrace.jcstress.rig;

import org.jspecify.annotations.NullMarked;
