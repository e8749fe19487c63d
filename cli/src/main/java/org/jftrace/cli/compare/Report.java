package org.jftrace.cli.compare;

import java.io.PrintWriter;

/** A way to print a comparison. */
interface Report {
    void print(Comparison comparison, PrintWriter out);
}
