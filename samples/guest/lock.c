/* lock.c - mutual exclusion as ARMv8.0 has it: load exclusive, store exclusive, try again. */
#include "syscall.h"

void spin_lock(struct spinlock *lock)
{
	for (;;) {
		u32 free = 0;

		/* LDAXR ... STXR: acquire, so nothing of the critical section is seen before it */
		if (__atomic_compare_exchange_n(&lock->taken, &free, 1, 1, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return;
		if (free)
			cpu_relax();
	}
}

void spin_unlock(struct spinlock *lock)
{
	__atomic_store_n(&lock->taken, 0, __ATOMIC_RELEASE); /* STLR */
}

/*
 * Head and tag change together, 16 bytes at once. A pair that LDAXP has loaded is known to belong
 * together only when the STLXP succeeds; until then it is a guess that is safe to follow, because
 * nodes are never given back to anybody else.
 */
inlined int store_pair(struct free_list *list, struct free_node *head, u64 tag)
{
	u32 lost;

	__asm__ volatile("stlxp %w0, %1, %2, %3" : "=&r"(lost) : "r"(head), "r"(tag), "Q"(*list) : "memory");
	return !lost;
}

inlined struct free_list load_pair(struct free_list *list)
{
	struct free_list seen;

	__asm__ volatile("ldaxp %0, %1, %2" : "=&r"(seen.head), "=&r"(seen.tag) : "Q"(*list) : "memory");
	return seen;
}

void free_list_push(struct free_list *list, struct free_node *node)
{
	struct free_list seen;

	do {
		seen = load_pair(list);
		__atomic_store_n(&node->next, seen.head, __ATOMIC_RELAXED);
	} while (!store_pair(list, node, seen.tag));
}

struct free_node *free_list_pop(struct free_list *list)
{
	struct free_list seen;

	do {
		seen = load_pair(list);
		if (!seen.head)
			return NULL;
	} while (!store_pair(list, __atomic_load_n(&seen.head->next, __ATOMIC_RELAXED), seen.tag + 1));
	return seen.head;
}
