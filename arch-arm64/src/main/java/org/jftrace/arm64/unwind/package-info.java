/**
 * Stack traces at any instruction: what code does with the return address, the caller's frame pointer and SP is found by
 * following them through it, from its first instruction on; trampolines are code like any other. And the quick walk along
 * frame records, which is right in callbacks.
 */
@NullMarked
package org.jftrace.arm64.unwind;

import org.jspecify.annotations.NullMarked;
