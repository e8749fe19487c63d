/* nullfs.c - three devices that hold nothing: null, zero, and noise (the same noise every time). */
#include "kernel.h"

static u64 swallowed;

static s64 null_read(struct file *file, void *to, u64 len)
{
	return 0;
}

static s64 null_write(struct file *file, const void *from, u64 len)
{
	atomic_fetch_add(&swallowed, len);
	return (s64)len;
}

static s64 zero_read(struct file *file, void *to, u64 len)
{
	memset(to, 0, len);
	return (s64)len;
}

/* One step of a 64-bit xorshift generator: a leaf without memory. */
static u64 noise_step(u64 state)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* The state is the file's position, so two readers do not disturb each other. */
static s64 noise_read(struct file *file, void *to, u64 len)
{
	u8 *out = to;
	u64 i;

	for (i = 0; i < len; i++) {
		file->pos = noise_step(file->pos ? file->pos : 88172645463325252ul);
		out[i] = (u8)(file->pos >> 32);
	}
	return (s64)len;
}

static struct kstat null_getattr(const struct inode *inode)
{
	struct kstat stat = {inode->ino, __atomic_load_n(&swallowed, __ATOMIC_RELAXED), 0, inode->links};

	return stat;
}

static struct inode *nullfs_lookup(struct inode *dir, const char *name, u64 len);

static const struct inode_operations nullfs_inode_operations = {.lookup = nullfs_lookup, .getattr = null_getattr};
static const struct file_operations null_operations = {.read = null_read, .write = null_write};
static const struct file_operations zero_operations = {.read = zero_read, .write = null_write};
static const struct file_operations noise_operations = {.read = noise_read};

static struct inode nullfs_root = {
	.ino = 100, .kind = KIND_DIR, .links = 5, .name = "dev", .i_op = &nullfs_inode_operations};

static struct inode devices[] = {
	{.ino = 101, .kind = KIND_FILE, .links = 1, .name = "null", .i_op = &nullfs_inode_operations, .f_op = &null_operations},
	{.ino = 102, .kind = KIND_FILE, .links = 1, .name = "zero", .i_op = &nullfs_inode_operations, .f_op = &zero_operations},
	{.ino = 103, .kind = KIND_FILE, .links = 1, .name = "noise", .i_op = &nullfs_inode_operations, .f_op = &noise_operations},
};

static struct inode *nullfs_lookup(struct inode *dir, const char *name, u64 len)
{
	u64 i;

	for (i = 0; i < ARRAY_SIZE(devices); i++)
		if (!strncmp(devices[i].name, name, len) && !devices[i].name[len])
			return &devices[i];
	return NULL;
}

static struct inode *nullfs_mount(const char *path)
{
	return &nullfs_root;
}

const struct file_system nullfs_type = {.name = "nullfs", .mount = nullfs_mount};
