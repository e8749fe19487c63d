/* init.c - vfs.elf: the whole tour. The exit code is the number of failed checks. */
#include "kernel.h"

static const char motd[] = "Every call that you can see was once a pair of NOPs.";

static void mount_all(void)
{
	vfs_init();
	vfs_mount("/", &ramfs_type);
	vfs_mount("/dev", &nullfs_type);
	vfs_mount("/proc", &procfs_type);
}

/* Prints a file, line breaks and all. */
static void cat(const char *path)
{
	char bytes[400];
	s64 fd = vfs_open(path, 0);
	s64 n = vfs_read((s32)fd, bytes, sizeof(bytes) - 1);

	vfs_close((s32)fd);
	bytes[n > 0 ? n : 0] = 0;
	printk("%s", bytes);
}

static void files_demo(void)
{
	u8 zeros[8] = {1, 2, 3, 4, 5, 6, 7, 8};
	struct kstat stat;
	s64 fd = vfs_open("/motd", O_CREAT);

	check("motd is written whole", 52, (u64)vfs_write((s32)fd, motd, sizeof(motd) - 1));
	vfs_close((s32)fd);
	check("motd is copied whole", 52, (u64)vfs_copy("/motd", "/copy", 10));
	check("motd goes to null", 52, (u64)vfs_copy("/motd", "/dev/null", 64));
	cat("/copy");
	printk("\n");

	fd = vfs_open("/dev/zero", 0);
	vfs_read((s32)fd, zeros, sizeof(zeros));
	check("zero reads as zero", 0, zeros[0] | zeros[7]);
	check("two files open", 1, (u64)vfs_open("/dev/null", 0));
	vfs_close(1);
	vfs_close((s32)fd);

	stat = vfs_stat("/copy");
	printk("vfs: /copy is inode %lu, %lu bytes, %lu blocks, %lu links\n", stat.ino, stat.size, stat.blocks, stat.links);
	stat = vfs_stat("/dev/null");
	printk("vfs: /dev/null is inode %lu and swallowed %lu bytes\n", stat.ino, stat.size);
}

static void errors_demo(void)
{
	check("no such file", (u64)-ENOENT, (u64)vfs_open("/no/such/file", 0));
	check("read-only file system", (u64)-ENOENT, (u64)vfs_open("/proc/new", O_CREAT));
	check("fd never opened", (u64)-EBADF, (u64)vfs_read(63, NULL, 0));
	check("fd out of range", (u64)-EBADF, (u64)vfs_close(-1));
	check("stat of nothing", 0, vfs_stat("/nothing").ino);
}

static void tree_demo(void)
{
	char path[64] = "/a";
	u64 depth, n = 2;
	struct span usage;

	for (depth = 0; depth < 5; depth++) {
		vfs_mkdir(path);
		n += format(path + n, sizeof(path) - 1 - n, "/d%lu", depth);
	}
	check("a directory is not made twice", (u64)-EEXIST, (u64)vfs_mkdir("/a/d0"));
	vfs_copy("/motd", "/a/d0/d1/deep", 32);
	vfs_copy("/motd", "/a/d0/near", 32);
	usage = vfs_usage("/a");
	printk("vfs: /a holds %lu inodes and %lu bytes\n", usage.start, usage.len);
}

u64 kernel_main(void)
{
	struct span total;

	printk("boot: a small kernel at EL0\n");
	mount_all();
	cat("/proc/mounts");
	files_demo();
	errors_demo();
	tree_demo();
	blk_demo();
	sched_demo();
	cat("/proc/tasks");
	smp_prepare();
	total = smp_run();
	printk("smp: %lu items, sum %016lx, xor %016lx\n", smp_items, total.start, total.len);
	cat("/proc/stat");
	check("nothing left open", vfs_statistics.opens, vfs_statistics.closes);
	printk("halt: %lu failed checks\n", failed_checks());
	return failed_checks();
}
