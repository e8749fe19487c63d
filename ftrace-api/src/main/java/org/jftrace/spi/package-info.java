/**
 * What a simulator author brings: memory, CPUs and tasks. Each method states its memory-ordering contract; nothing here
 * is about tracing, so a machine can be written and tested without reading the rest of jftrace.
 *
 * <p>Start with {@link org.jftrace.spi.Machine}.
 */
@NullMarked
package org.jftrace.spi;

import org.jspecify.annotations.NullMarked;
