/*
 * calls.c - gcc's own view: with -finstrument-functions the compiler calls these two at the start and at the end of
 * every function that a tracer would see. vfs-calls.elf has no call sites; who traces vfs.elf must find the same calls.
 */
#include "kernel.h"

/* Functions in the order of events, by address; the lowest bit is set where one ends. */
u64 calls_seen;
u64 calls[1 << 14];

static notrace void see(u64 event)
{
	if (calls_seen < ARRAY_SIZE(calls))
		calls[calls_seen] = event;
	calls_seen++;
}

notrace void __cyg_profile_func_enter(void *function, void *site)
{
	see((u64)function);
}

notrace void __cyg_profile_func_exit(void *function, void *site)
{
	see((u64)function | 1);
}
