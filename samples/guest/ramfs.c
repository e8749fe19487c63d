/* ramfs.c - files in memory: an inode holds up to sixteen small pages. */
#include "kernel.h"

#define MAX_INODES 40
#define MAX_PAGES 128

static struct inode inodes[MAX_INODES];
static u64 inode_count;
static u8 page_pool[MAX_PAGES][PAGE_BYTES] __attribute__((aligned(PAGE_BYTES)));
static u64 page_count;

static u8 *ramfs_alloc_page(u64 index)
{
	u64 n = atomic_fetch_add(&page_count, 1);

	return n < MAX_PAGES ? memset(page_pool[n], (int)index, PAGE_BYTES) : NULL;
}

/* The part of [pos, pos + len) that lies in one page: start is the offset in that page. */
static struct span ramfs_page_span(u64 pos, u64 len)
{
	struct span part = {pos % PAGE_BYTES, 0};

	part.len = min(len, PAGE_BYTES - part.start);
	return part;
}

static s64 ramfs_read(struct file *file, void *to, u64 len)
{
	struct inode *inode = file->inode;
	u64 size = __atomic_load_n(&inode->size, __ATOMIC_ACQUIRE);
	u64 done = 0;

	len = file->pos < size ? min(len, size - file->pos) : 0;
	while (done < len) {
		struct span part = ramfs_page_span(file->pos, len - done);

		memcpy((u8 *)to + done, inode->pages[file->pos / PAGE_BYTES] + part.start, part.len);
		file->pos += part.len;
		done += part.len;
	}
	return (s64)done;
}

static s64 ramfs_write_locked(struct inode *inode, u64 pos, const u8 *from, u64 len)
{
	u64 done = 0;

	if (pos + len > FILE_PAGES * PAGE_BYTES)
		return -ENOSPC;
	while (done < len) {
		u64 index = (pos + done) / PAGE_BYTES;
		struct span part = ramfs_page_span(pos + done, len - done);

		if (!inode->pages[index])
			inode->pages[index] = ramfs_alloc_page(index);
		if (!inode->pages[index])
			return -ENOSPC;
		memcpy(inode->pages[index] + part.start, from + done, part.len);
		done += part.len;
	}
	if (pos + done > inode->size)
		__atomic_store_n(&inode->size, pos + done, __ATOMIC_RELEASE);
	return (s64)done;
}

static s64 ramfs_write(struct file *file, const void *from, u64 len)
{
	struct inode *inode = file->inode;
	s64 n;

	spin_lock(&inode->lock);
	if (file->flags & O_APPEND)
		file->pos = inode->size;
	n = ramfs_write_locked(inode, file->pos, from, len);
	spin_unlock(&inode->lock);
	if (n > 0)
		file->pos += (u64)n;
	return n;
}

static struct inode *ramfs_lookup(struct inode *dir, const char *name, u64 len)
{
	struct inode *child;

	for (child = dir->child; child; child = child->sibling)
		if (!strncmp(child->name, name, len) && !child->name[len])
			return child;
	return NULL;
}

static struct kstat ramfs_getattr(const struct inode *inode)
{
	struct kstat stat = {inode->ino, inode->size, (inode->size + PAGE_BYTES - 1) / PAGE_BYTES, inode->links};

	return stat;
}

static struct inode *ramfs_create(struct inode *dir, const char *name, u64 len, enum inode_kind kind);

static const struct inode_operations ramfs_inode_operations = {
	.lookup = ramfs_lookup,
	.create = ramfs_create,
	.getattr = ramfs_getattr,
};

static const struct file_operations ramfs_file_operations = {
	.read = ramfs_read,
	.write = ramfs_write,
};

static struct inode *ramfs_new_inode(enum inode_kind kind, const char *name, u64 len)
{
	struct inode *inode;

	if (inode_count == MAX_INODES || len > NAME_MAX)
		return NULL;
	inode = &inodes[inode_count++];
	inode->ino = inode_count;
	inode->kind = kind;
	inode->links = 1;
	memcpy(inode->name, name, len);
	inode->i_op = &ramfs_inode_operations;
	inode->f_op = &ramfs_file_operations;
	return inode;
}

static struct inode *ramfs_create(struct inode *dir, const char *name, u64 len, enum inode_kind kind)
{
	struct inode *inode = ramfs_new_inode(kind, name, len);

	if (!inode)
		return NULL;
	inode->sibling = dir->child;
	dir->child = inode;
	dir->links += kind == KIND_DIR;
	return inode;
}

static struct inode *ramfs_mount(const char *path)
{
	return ramfs_new_inode(KIND_DIR, path, strlen(path));
}

const struct file_system ramfs_type = {.name = "ramfs", .mount = ramfs_mount};
