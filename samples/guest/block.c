/*
 * block.c - block requests: every way in which arm64 passes an argument.
 *
 *   blk_submit      x0-x7, then three words on the stack: a u16, a u8 and a negative s32, eight bytes each
 *   blk_submit_bio  a struct above 16 bytes: the caller makes a copy, x0 is its address
 *   blk_split       a 16-byte struct in x0, x1; the result comes back the same way
 *   blk_execute     a switch over the operation: a table of offsets and BR, with BTI J at the targets
 *   blk_account     seven words, then a 16-byte struct: one register is left, so all of it goes on the stack
 */
#include "kernel.h"

static u64 accounted;

/* Multiply and rotate: the usual mixer of hash tables. */
static u64 blk_mix(u64 hash, u64 value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15ul;
	return (hash << 27) | (hash >> 37);
}

s64 blk_submit(u64 dev, u64 sector, u64 count, u32 flags, const u8 *data, u64 owner, u64 cookie, u64 deadline,
	       u16 tag, u8 priority, s32 bias)
{
	u64 hash = cookie, i;

	if (deadline / (count ? count : 1) == 0)
		return -EINVAL;
	for (i = 0; i < count; i++)
		hash = blk_mix(hash, data[(sector + i) % 16] + owner);
	hash = blk_mix(hash, dev << 32 | flags);
	return (s64)((hash >> 16) + tag * 1000ul + priority) + bias;
}

s64 blk_submit_bio(struct bio bio)
{
	s64 result = blk_submit(bio.dev, bio.sector, bio.count, 0x80000001u, bio.data, bio.owner, bio.sector ^ bio.owner,
				bio.deadline, bio.tag, bio.priority, -7);

	bio.count = 0; /* our copy: the caller's bio keeps its count */
	return result + (s64)bio.count;
}

struct span blk_split(struct span request, u64 most)
{
	request.start += most;
	request.len = request.len > most ? request.len - most : 0;
	return request;
}

/* What a device would do with two words, by operation. */
u64 blk_execute(enum blk_op op, u64 a, u64 b)
{
	switch (op) {
	case BLK_READ:
		return a + b;
	case BLK_WRITE:
		return a ^ b << 3;
	case BLK_FLUSH:
		return a - b;
	case BLK_DISCARD:
		return a & ~b;
	case BLK_ZERO:
		return b ? a / b : 0;
	case BLK_VERIFY:
		return blk_mix(a, b);
	case BLK_TRIM:
		return (s64)a >> (b & 63);
	case BLK_RESET:
		return (u64)__builtin_clzl(a | 1) + b;
	}
	return 0;
}

u64 blk_account(u64 dev, u64 op, u64 issued, u64 merged, u64 queued, u64 inflight, u64 ticks, struct span where)
{
	accounted += issued + merged * 3 + queued * 5 + inflight * 7 + ticks;
	return accounted ^ (where.start << 8) ^ where.len ^ (dev + op);
}

void blk_demo(void)
{
	static const u8 data[16] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
	struct bio bio = {.dev = 8, .owner = 42, .deadline = 1000, .data = data, .tag = 0xbeef, .priority = 3};
	struct span left = {2048, 20};
	u64 op, digest = 0xfedcba9876543210ul;

	while (left.len) {
		s64 result;

		bio.sector = left.start;
		bio.count = min(left.len, 8ul);
		result = blk_submit_bio(bio);
		check("the caller's bio is untouched", min(left.len, 8ul), bio.count);
		printk("blk: sector %lu count %lu -> %lx, account %lx\n", bio.sector, bio.count, (u64)result,
		       blk_account(bio.dev, 1, bio.count, 2, 3, 4, 5, left));
		left = blk_split(left, 8);
	}
	for (op = BLK_READ; op <= BLK_RESET; op++)
		digest = digest * 3 + blk_execute((enum blk_op)op, digest, op + 5);
	printk("blk: every operation in a row gives %lx\n", digest);
}
