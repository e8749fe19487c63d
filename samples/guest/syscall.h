/* syscall.h - the Linux system calls this program makes: number in x8, arguments from x0, result in x0. */
#ifndef SYSCALL_H
#define SYSCALL_H

#include "kernel.h"

enum { SYS_exit = 93, SYS_exit_group = 94, SYS_sched_yield = 124, SYS_write = 64 };

inlined s64 syscall3(u64 number, u64 a, u64 b, u64 c)
{
	register u64 x8 __asm__("x8") = number;
	register u64 x0 __asm__("x0") = a;
	register u64 x1 __asm__("x1") = b;
	register u64 x2 __asm__("x2") = c;

	__asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory", "cc");
	return (s64)x0;
}

/* One turn of a waiting loop: on a machine with one host thread this is what lets the others go on. */
inlined void cpu_relax(void)
{
	syscall3(SYS_sched_yield, 0, 0, 0);
}

#endif
