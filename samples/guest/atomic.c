/* atomic.c - the same things as ARMv8.1 has them: one instruction each (built with -march=armv8.1-a). */
#include "kernel.h"

u64 atomic_fetch_add(u64 *counter, u64 by)
{
	return __atomic_fetch_add(counter, by, __ATOMIC_RELAXED); /* LDADD */
}

u64 atomic_add_return(u64 *counter, u64 by)
{
	return __atomic_add_fetch(counter, by, __ATOMIC_ACQ_REL); /* LDADDAL */
}

u64 atomic_xchg(u64 *word, u64 value)
{
	return __atomic_exchange_n(word, value, __ATOMIC_ACQ_REL); /* SWPAL */
}

u64 atomic_cmpxchg(u64 *word, u64 expected, u64 value)
{
	__atomic_compare_exchange_n(word, &expected, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE); /* CASAL */
	return expected;
}

/* The compiler has no builtin for it. */
u64 atomic_max(u64 *word, u64 value)
{
	u64 old;

	__asm__ volatile("ldumaxal %1, %0, %2" : "=&r"(old), "+r"(value), "+Q"(*word) : : "memory");
	return old;
}

void refcount_inc(u32 *count)
{
	__atomic_fetch_add(count, 1, __ATOMIC_RELAXED); /* STADD, or LDADD with a register to spare */
}

int refcount_dec_and_test(u32 *count)
{
	return __atomic_sub_fetch(count, 1, __ATOMIC_ACQ_REL) == 0;
}

int test_and_set_bit(u64 *bitmap, u32 bit)
{
	u64 mask = 1ul << (bit % 64);

	return (__atomic_fetch_or(bitmap + bit / 64, mask, __ATOMIC_ACQ_REL) & mask) != 0; /* LDSETAL */
}

void clear_bit(u64 *bitmap, u32 bit)
{
	__atomic_fetch_and(bitmap + bit / 64, ~(1ul << (bit % 64)), __ATOMIC_RELEASE); /* LDCLRL */
}
