/**
 * Stack traces that say whether they are true: where a task is, at any instruction, and who called whom to get there, with
 * trampolines named as such and hidden return addresses found.
 */
@NullMarked
package org.jftrace.stack;

import org.jspecify.annotations.NullMarked;
