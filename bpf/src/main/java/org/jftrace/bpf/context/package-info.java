/** What a program sees of a call: views of what an image laid out on the guest's stack, or of what an fprobe was handed. */
@NullMarked
package org.jftrace.bpf.context;

import org.jspecify.annotations.NullMarked;
