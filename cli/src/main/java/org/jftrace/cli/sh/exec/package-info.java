/** Runs a syntax tree: words are expanded, redirections made, commands called. */
@NullMarked
package org.jftrace.cli.sh.exec;

import org.jspecify.annotations.NullMarked;
