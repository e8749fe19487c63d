/**
 * Reads static AArch64 ELF programs and puts them into guest memory. Files come from anywhere, so everything in them is
 * checked before it is believed; the format's own names ({@code e_machine}, {@code PT_LOAD}) are in every message.
 */
@NullMarked
package org.jftrace.sim.elf;

import org.jspecify.annotations.NullMarked;
