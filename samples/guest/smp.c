/*
 * smp.c - work that any number of CPUs share.
 *
 * The machine writes how many CPUs there are into smp_cpus before the start, and starts each further
 * one at secondary_start. Alone (smp_cpus is 1, as under qemu-aarch64), the first CPU does everything.
 * The printed result is the same either way: an atomic counter deals the items out, and what they
 * yield is added up in any order.
 */
#include "syscall.h"

#ifndef SMP_ITEMS
#define SMP_ITEMS 24
#endif
#define BLOCKS 4

u64 smp_cpus = 1;
u64 smp_items = SMP_ITEMS;

enum { WORK_NOT_YET, WORK_GO, WORK_OVER };

/* A cache line each: CPUs that claim do not disturb CPUs that wait. */
static u64 work_state __attribute__((aligned(64)));
static u64 next_item __attribute__((aligned(64)));
static u64 items_done __attribute__((aligned(64)));
static u64 cpus_online __attribute__((aligned(64)));

/* What the items yielded. Sum and xor do not care about the order; the lock keeps the two in step. */
static struct {
	struct spinlock lock;
	u64 sum, xor;
} total __attribute__((aligned(64)));

static void wait_until_equal(const u64 *word, u64 value)
{
	while (__atomic_load_n(word, __ATOMIC_ACQUIRE) != value)
		cpu_relax();
}

/* FNV-1a over a buffer: a leaf with a loop. */
static u64 hash_bytes(const u8 *bytes, u64 len, u64 seed)
{
	u64 hash = seed ^ 0xcbf29ce484222325ul, i;

	for (i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * 0x100000001b3ul;
	return hash;
}

/* The path of the block that belongs to an item: "/smp/b0" ... "/smp/b3". */
static u64 item_path(char *path, u64 room, u64 item)
{
	u64 n = format(path, room - 1, "/smp/b%lu", item % BLOCKS);

	path[n] = 0;
	return n;
}

/* Reads the item's block, hashes it, throws the hash away into /dev/null, and returns it too. */
static u64 smp_do_item(u64 item, u64 cpu)
{
	char path[16];
	u8 bytes[48];
	u64 hash = item;
	s64 in, out, n;

	item_path(path, sizeof(path), item);
	in = vfs_open(path, 0);
	out = vfs_open("/dev/null", 0);
	while ((n = vfs_read((s32)in, bytes, sizeof(bytes))) > 0)
		hash = hash_bytes(bytes, (u64)n, hash);
	vfs_write((s32)out, &hash, sizeof(hash));
	vfs_close((s32)out);
	vfs_close((s32)in);
	return hash;
}

static void smp_account(u64 hash)
{
	spin_lock(&total.lock);
	total.sum += hash;
	total.xor ^= hash;
	spin_unlock(&total.lock);
}

static void smp_worker(u64 cpu)
{
	u64 item;

	while ((item = atomic_fetch_add(&next_item, 1)) < smp_items) {
		smp_account(smp_do_item(item, cpu));
		atomic_add_return(&items_done, 1);
	}
}

/* Makes the blocks. Called once, by the first CPU, while it is alone. */
void smp_prepare(void)
{
	char path[16];
	u64 i;

	vfs_mkdir("/smp");
	for (i = 0; i < BLOCKS; i++) {
		item_path(path, sizeof(path), i);
		check("a block is copied whole", 52, (u64)vfs_copy("/motd", path, 16 + i));
	}
}

/* Opens the work, does its share, waits for the others, and returns what all items yielded: sum and xor. */
struct span smp_run(void)
{
	wait_until_equal(&cpus_online, smp_cpus - 1);
	__atomic_store_n(&work_state, WORK_GO, __ATOMIC_RELEASE);
	smp_worker(0);
	wait_until_equal(&items_done, smp_items);
	atomic_xchg(&work_state, WORK_OVER);
	wait_until_equal(&cpus_online, 0);
	check("every item was claimed once", smp_items, items_done);
	return (struct span){total.sum, total.xor};
}

/* A further CPU, on its own stack; called from secondary_start. */
void secondary_main(u64 cpu)
{
	atomic_add_return(&cpus_online, 1);
	while (__atomic_load_n(&work_state, __ATOMIC_ACQUIRE) == WORK_NOT_YET)
		cpu_relax();
	smp_worker(cpu);
	while (__atomic_load_n(&work_state, __ATOMIC_ACQUIRE) != WORK_OVER)
		cpu_relax();
	atomic_add_return(&cpus_online, -1ul);
}
