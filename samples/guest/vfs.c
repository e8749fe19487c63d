/* vfs.c - open, read, write, close. Finds the file system by its mount point and calls through its tables. */
#include "kernel.h"

#define MAX_FILES 64
#define MAX_MOUNTS 4

struct mount {
	const char *path;
	const struct file_system *type;
	struct inode *root;
};

struct vfs_statistics vfs_statistics;
static struct mount mounts[MAX_MOUNTS];
static u64 mount_count;
static struct file file_pool[MAX_FILES];
static struct free_list free_files;
static struct file *fd_table[MAX_FILES];
static u64 fd_used[1], fds_open;

void vfs_init(void)
{
	u64 i;

	for (i = MAX_FILES; i--;)
		free_list_push(&free_files, &file_pool[i].free);
}

s64 vfs_mount(const char *path, const struct file_system *type)
{
	if (mount_count == MAX_MOUNTS)
		return -ENOSPC;
	mounts[mount_count].path = path;
	mounts[mount_count].type = type;
	mounts[mount_count].root = type->mount(path);
	return (s64)mount_count++;
}

const struct file_system *vfs_mounted(u64 index, const char **path)
{
	if (index >= mount_count)
		return NULL;
	*path = mounts[index].path;
	return mounts[index].type;
}

/* ---- from a path to an inode */

/* The mount whose path is the longest prefix; *rest is what follows it. */
static struct mount *find_mount(const char *path, const char **rest)
{
	struct mount *best = NULL, *m;
	u64 longest = 0;

	for (m = mounts; m < mounts + mount_count; m++) {
		u64 len = strlen(m->path);

		if (len < longest || strncmp(path, m->path, len))
			continue;
		if (len > 1 && path[len] != '/' && path[len])
			continue;
		best = m;
		longest = len;
	}
	*rest = path + longest;
	return best;
}

static u64 component_length(const char *name)
{
	u64 n = 0;

	while (name[n] && name[n] != '/')
		n++;
	return n;
}

static struct inode *inode_lookup(struct inode *dir, const char *name, u64 len)
{
	if (dir->kind != KIND_DIR || len > NAME_MAX)
		return NULL;
	return dir->i_op->lookup(dir, name, len); /* an indirect tail call */
}

/* Follows `rest` from `dir`. With `parent`, stops before the last name and leaves it in *last. */
static struct inode *path_walk(struct inode *dir, const char *rest, int parent, const char **last)
{
	while (dir) {
		u64 len;

		while (*rest == '/')
			rest++;
		len = component_length(rest);
		*last = rest;
		if (!len || (parent && !rest[len]))
			return dir;
		dir = inode_lookup(dir, rest, len);
		rest += len;
	}
	return NULL;
}

static struct inode *vfs_lookup(const char *path)
{
	const char *rest, *last;
	struct mount *m = find_mount(path, &rest);

	return m ? path_walk(m->root, rest, 0, &last) : NULL;
}

static struct inode *vfs_create(const char *path, enum inode_kind kind)
{
	const char *rest, *last;
	struct mount *m = find_mount(path, &rest);
	struct inode *dir = m ? path_walk(m->root, rest, 1, &last) : NULL;

	if (!dir || dir->kind != KIND_DIR || !dir->i_op->create)
		return NULL;
	return dir->i_op->create(dir, last, component_length(last), kind);
}

/* ---- from an inode to a file descriptor */

static s64 fd_install(struct file *file)
{
	u32 fd;

	for (fd = 0; fd < MAX_FILES; fd++) {
		if (test_and_set_bit(fd_used, fd))
			continue;
		__atomic_store_n(&fd_table[fd], file, __ATOMIC_RELEASE);
		atomic_max(&vfs_statistics.most_open, atomic_add_return(&fds_open, 1));
		return fd;
	}
	return -ENFILE;
}

static struct file *fd_lookup(s32 fd)
{
	if (fd < 0 || fd >= MAX_FILES)
		return NULL;
	return __atomic_load_n(&fd_table[fd], __ATOMIC_ACQUIRE);
}

static struct file *file_alloc(struct inode *inode, u32 flags)
{
	struct file *file = (struct file *)free_list_pop(&free_files);

	if (!file)
		return NULL;
	file->inode = inode;
	file->f_op = inode->f_op;
	file->pos = flags & O_APPEND ? inode->size : 0;
	file->flags = flags;
	file->refs = 0;
	refcount_inc(&file->refs);
	return file;
}

static void file_put(struct file *file)
{
	if (!refcount_dec_and_test(&file->refs))
		return;
	if (file->f_op->release)
		file->f_op->release(file);
	free_list_push(&free_files, &file->free); /* a tail call */
}

s64 vfs_open(const char *path, u32 flags)
{
	struct inode *inode = vfs_lookup(path);
	struct file *file;

	if (!inode && (flags & O_CREAT))
		inode = vfs_create(path, KIND_FILE);
	if (!inode)
		return -ENOENT;
	file = file_alloc(inode, flags);
	if (!file)
		return -ENFILE;
	atomic_fetch_add(&vfs_statistics.opens, 1);
	return fd_install(file);
}

s64 vfs_close(s32 fd)
{
	struct file *file = fd_lookup(fd);

	if (!file)
		return -EBADF;
	fd_table[fd] = NULL;
	clear_bit(fd_used, (u32)fd);
	atomic_add_return(&fds_open, -1ul);
	atomic_fetch_add(&vfs_statistics.closes, 1);
	file_put(file);
	return 0;
}

/* ---- reading and writing: count, then hand over to the file system with a tail call */

s64 vfs_read(s32 fd, void *to, u64 len)
{
	struct file *file = fd_lookup(fd);

	if (!file)
		return -EBADF;
	atomic_fetch_add(&vfs_statistics.reads, 1);
	atomic_fetch_add(&vfs_statistics.bytes_read, len);
	return file->f_op->read(file, to, len);
}

s64 vfs_write(s32 fd, const void *from, u64 len)
{
	struct file *file = fd_lookup(fd);

	if (!file)
		return -EBADF;
	if (!file->f_op->write)
		return -EINVAL;
	atomic_fetch_add(&vfs_statistics.writes, 1);
	atomic_fetch_add(&vfs_statistics.bytes_written, len);
	return file->f_op->write(file, from, len);
}

s64 vfs_lseek(s32 fd, u64 pos)
{
	struct file *file = fd_lookup(fd);

	if (!file)
		return -EBADF;
	file->pos = pos;
	return (s64)pos;
}

s64 vfs_mkdir(const char *path)
{
	if (vfs_lookup(path))
		return -EEXIST;
	return vfs_create(path, KIND_DIR) ? 0 : -ENOSPC;
}

s64 vfs_copy(const char *from, const char *to, u64 chunk)
{
	u8 buffer[64];
	s64 total = 0, n;
	s64 in = vfs_open(from, 0);
	s64 out = vfs_open(to, O_CREAT);

	if (in < 0 || out < 0)
		return -ENOENT;
	while ((n = vfs_read((s32)in, buffer, min(chunk, sizeof(buffer)))) > 0)
		total += vfs_write((s32)out, buffer, (u64)n);
	vfs_close((s32)in);
	vfs_close((s32)out);
	return total;
}

struct kstat vfs_stat(const char *path)
{
	struct inode *inode = vfs_lookup(path);

	if (!inode) {
		struct kstat nothing = {0, 0, 0, 0};

		return nothing;
	}
	return inode->i_op->getattr(inode); /* x8 goes through unchanged */
}

/* Recursion, as deep as the tree: what this inode and everything below it holds. */
static struct span inode_usage(const struct inode *inode, u64 depth)
{
	struct span sum = {1, inode->size};
	const struct inode *child;

	for (child = inode->child; child; child = child->sibling) {
		struct span below = inode_usage(child, depth + 1);

		sum.start += below.start;
		sum.len += below.len;
	}
	return sum;
}

struct span vfs_usage(const char *path)
{
	struct inode *inode = vfs_lookup(path);
	struct span nothing = {0, 0};

	return inode ? inode_usage(inode, 0) : nothing;
}
