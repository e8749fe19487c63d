/** The language of the console: text to syntax tree. */
@NullMarked
package org.jftrace.cli.sh.lang;

import org.jspecify.annotations.NullMarked;
