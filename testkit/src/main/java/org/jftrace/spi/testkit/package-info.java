/** What an embedder's tests ask of a machine. */
@NullMarked
package org.jftrace.spi.testkit;

import org.jspecify.annotations.NullMarked;
