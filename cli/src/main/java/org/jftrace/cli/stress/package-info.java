/** The command {@code jftrace stress}: runs the stress tests with the harness that they were written for, JCStress. */
@NullMarked
package org.jftrace.cli.stress;

import org.jspecify.annotations.NullMarked;
