/**
 * The A64 instruction set and nothing else: encoders, assembler, decoder, disassembler, and which words may be swapped
 * for each other while other CPUs execute them. Imports nothing of jftrace.
 */
@NullMarked
package org.jftrace.arm64.a64;

import org.jspecify.annotations.NullMarked;
