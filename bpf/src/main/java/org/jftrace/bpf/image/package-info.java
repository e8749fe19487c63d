/**
 * The engine below programs and links: which images are live, which call sites lead to them, and when they may go. It knows
 * gates, not programs.
 */
@NullMarked
package org.jftrace.bpf.image;

import org.jspecify.annotations.NullMarked;
