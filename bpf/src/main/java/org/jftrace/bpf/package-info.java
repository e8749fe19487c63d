/**
 * Programs on functions, attached and detached at any moment. A {@link org.jftrace.bpf.BpfProgram} is loaded into a
 * {@link org.jftrace.bpf.Bpf}, and a {@link org.jftrace.bpf.BpfLink} attaches it: before a function (fentry), after it
 * (fexit), in place of it (fmod_ret, lsm). What runs is code made for the function, to which its call site branches
 * directly.
 */
@NullMarked
package org.jftrace.bpf;

import org.jspecify.annotations.NullMarked;
