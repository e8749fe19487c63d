/* procfs.c - files whose text is made when they are read, by a function the inode points at. */
#include "kernel.h"

#define SHOW_BYTES 512

typedef u64 show_function(char *out, u64 room);

static u64 show_mounts(char *out, u64 room)
{
	const struct file_system *type;
	const char *path;
	u64 i, n = 0;

	for (i = 0; (type = vfs_mounted(i, &path)); i++)
		n += format(out + n, room - n, "%s on %s\n", type->name, path);
	return n;
}

static u64 show_stat(char *out, u64 room)
{
	const struct vfs_statistics *s = &vfs_statistics;

	return format(out, room, "opens %lu, closes %lu, reads %lu (%lu bytes), writes %lu (%lu bytes)\n", s->opens,
		      s->closes, s->reads, s->bytes_read, s->writes, s->bytes_written);
}

static u64 show_tasks(char *out, u64 room)
{
	const struct task *t;
	u64 i, n = 0;

	for (i = 0; (t = task_at(i)); i++)
		n += format(out + n, room - n, "%lu %s weight %lu vruntime %lu result %lx\n", t->pid, t->name, t->weight,
			    t->vruntime, t->result);
	return n;
}

/* Wrapped, because C does not let an object pointer point at a function. */
struct proc_entry {
	show_function *show;
};
static const struct proc_entry mounts_entry = {show_mounts}, stat_entry = {show_stat}, tasks_entry = {show_tasks};

static s64 procfs_read(struct file *file, void *to, u64 len)
{
	const struct proc_entry *entry = file->inode->private;
	char text[SHOW_BYTES];
	u64 size = entry->show(text, sizeof(text));

	if (file->pos >= size)
		return 0;
	len = min(len, size - file->pos);
	memcpy(to, text + file->pos, len);
	file->pos += len;
	return (s64)len;
}

static struct kstat procfs_getattr(const struct inode *inode)
{
	struct kstat stat = {inode->ino, 0, 0, inode->links};

	return stat;
}

static struct inode *procfs_lookup(struct inode *dir, const char *name, u64 len);

static const struct inode_operations procfs_inode_operations = {.lookup = procfs_lookup, .getattr = procfs_getattr};
static const struct file_operations procfs_operations = {.read = procfs_read};

#define ENTRY(number, text, entry)                                                                                     \
	{.ino = (number), .kind = KIND_FILE, .links = 1, .name = (text), .i_op = &procfs_inode_operations,             \
	 .f_op = &procfs_operations, .private = &(entry)}

static struct inode procfs_root = {
	.ino = 200, .kind = KIND_DIR, .links = 5, .name = "proc", .i_op = &procfs_inode_operations};

static struct inode entries[] = {
	ENTRY(201, "mounts", mounts_entry),
	ENTRY(202, "stat", stat_entry),
	ENTRY(203, "tasks", tasks_entry),
};

static struct inode *procfs_lookup(struct inode *dir, const char *name, u64 len)
{
	u64 i;

	for (i = 0; i < ARRAY_SIZE(entries); i++)
		if (!strncmp(entries[i].name, name, len) && !entries[i].name[len])
			return &entries[i];
	return NULL;
}

static struct inode *procfs_mount(const char *path)
{
	return &procfs_root;
}

const struct file_system procfs_type = {.name = "procfs", .mount = procfs_mount};
