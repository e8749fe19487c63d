/** The code that hooked functions return to, the view of what it saved, and its twin in Java. */
@NullMarked
package org.jftrace.arm64.returns;

import org.jspecify.annotations.NullMarked;
