/**
 * Trampoline images: code made for one function that lays its arguments out in memory, calls programs before, around and
 * after it, and can call the function itself; Linux: {@code arch_prepare_bpf_trampoline}.
 */
@NullMarked
package org.jftrace.spi.arch.image;

import org.jspecify.annotations.NullMarked;
