/* smp_main.c - smp.elf: nothing but shared work, and more of it. The exit code is the number of failed checks. */
#include "kernel.h"

static const char motd[] = "Every call that you can see was once a pair of NOPs.";

u64 kernel_main(void)
{
	struct span total;
	s64 fd;

	vfs_init();
	vfs_mount("/", &ramfs_type);
	vfs_mount("/dev", &nullfs_type);
	fd = vfs_open("/motd", O_CREAT);
	vfs_write((s32)fd, motd, sizeof(motd) - 1);
	vfs_close((s32)fd);
	smp_prepare();
	total = smp_run();
	printk("smp: %lu items, sum %016lx, xor %016lx\n", smp_items, total.start, total.len);
	printk("smp: %lu opens, %lu closes, %lu reads, %lu writes, %lu failed checks\n", vfs_statistics.opens,
	       vfs_statistics.closes, vfs_statistics.reads, vfs_statistics.writes, failed_checks());
	return failed_checks();
}
