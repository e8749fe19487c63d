/*
 * hotloop.c - hotloop.elf: how fast does the machine run? One leaf function, called a hundred times,
 * spins over a small table with the usual mixture of integer instructions. Prints a checksum; the
 * exit code is its last six bits, so a machine that always says 0 is found out.
 */
#include "kernel.h"

/* The machine may write another number here before the start. Eight instructions a turn. */
u64 hot_turns = 400000;

static u32 table[256];

static void fill_table(u32 seed)
{
	u64 i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		table[i] = seed = seed * 1664525u + 1013904223u;
}

/* Mask, load, xor, multiply, rotate, add, count down, branch: a leaf without a stack frame. */
static u64 hash_loop(u64 hash, u64 turns)
{
	do {
		hash ^= table[hash & 255];
		hash *= 0x9e3779b97f4a7c15ul;
		hash = (hash << 31 | hash >> 33) + turns;
	} while (--turns);
	return hash;
}

u64 kernel_main(void)
{
	u64 hash = 1, round;

	fill_table(2463534242u);
	for (round = 0; round < 100; round++)
		hash = hash_loop(hash, hot_turns);
	printk("hotloop: %lu turns, checksum %016lx\n", 100 * hot_turns, hash);
	return hash & 63;
}
