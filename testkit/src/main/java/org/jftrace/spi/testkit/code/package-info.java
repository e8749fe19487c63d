/** The part of the conformance kit that needs a machine to execute A64 code which is written into its memory. */
@NullMarked
package org.jftrace.spi.testkit.code;

import org.jspecify.annotations.NullMarked;
