/** Numbered samples: each a small program with the story on top. Read them in order; their output is in their tests. */
@NullMarked
package org.jftrace.samples;

import org.jspecify.annotations.NullMarked;
