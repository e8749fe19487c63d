/** A machine on Unicorn 2, an emulator that we did not write. Start with {@link org.jftrace.unicorn.UnicornMachine}. */
@NullMarked
package org.jftrace.unicorn;

import org.jspecify.annotations.NullMarked;
