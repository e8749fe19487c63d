/** From an entry trampoline's gate to callbacks: alone on a site, or from the list. */
@NullMarked
package org.jftrace.core.dispatch;

import org.jspecify.annotations.NullMarked;
