/** What is known of call sites: one at a moment, one that was left out, and one that was not what it ought to be. */
@NullMarked
package org.jftrace.site;

import org.jspecify.annotations.NullMarked;
