/*
 * kernel.h - what the rooms of this little kernel know about each other.
 *
 *   start.S   entry, relocation, the way a second CPU comes in
 *   lib.c     memcpy and friends (never traced)
 *   printk.c  formatting, the console
 *   lock.c    spin lock and tagged free list, with load/store exclusives
 *   atomic.c  counters and bitmaps, with LSE atomics
 *   vfs.c     open, read, write, close: finds the file system, calls through its table
 *   ramfs.c   nullfs.c   procfs.c        three file systems
 *   block.c   requests: many arguments, structs by value, by reference, on the stack
 *   sched.c   tasks, a run queue, schedule()
 *   smp.c     work that any number of CPUs share
 *   calls.c   what gcc says of calls, in a build for that
 *
 * It is a guest program for a tracer, not a kernel: it runs at EL0, has no devices, and asks the
 * outside world for nothing but write(2), sched_yield(2) and exit(2).
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdarg.h>
#include <stddef.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef signed int s32;
typedef signed long s64;

/* No NOPs at the entry: the tracer cannot see this function, and so gcc must not report it either. */
#define notrace __attribute__((patchable_function_entry(0, 0), no_instrument_function))
/* Part of whoever uses it: nothing that is called, so nobody reports it. */
#define inlined static inline __attribute__((always_inline, no_instrument_function))

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define min(a, b) ((a) < (b) ? (a) : (b))

/* Errors are negative numbers, as everywhere in this field. */
enum { ENOENT = 2, EBADF = 9, ENOMEM = 12, EEXIST = 17, ENOTDIR = 20, EINVAL = 22, ENFILE = 23, ENOSPC = 28 };

/* ---- lib.c */
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
size_t strlen(const char *s);
int strncmp(const char *a, const char *b, size_t n);

/* ---- printk.c */
size_t vformat(char *out, size_t room, const char *fmt, va_list args);
size_t format(char *out, size_t room, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Counts a failed check and says so; the count is the exit code. */
void check(const char *what, u64 expected, u64 found);
u64 failed_checks(void);

/* ---- lock.c */
struct spinlock {
	u32 taken;
};
void spin_lock(struct spinlock *lock);
void spin_unlock(struct spinlock *lock);

/* A lock-free stack. The tag grows with every pop, so a head that came back is not mistaken for the old one. */
struct free_node {
	struct free_node *next;
};
struct free_list {
	struct free_node *head;
	u64 tag;
} __attribute__((aligned(16)));
void free_list_push(struct free_list *list, struct free_node *node);
struct free_node *free_list_pop(struct free_list *list);

/* ---- atomic.c */
u64 atomic_fetch_add(u64 *counter, u64 by);
u64 atomic_add_return(u64 *counter, u64 by);
u64 atomic_xchg(u64 *word, u64 value);
u64 atomic_cmpxchg(u64 *word, u64 expected, u64 value);
u64 atomic_max(u64 *word, u64 value);
void refcount_inc(u32 *count);
int refcount_dec_and_test(u32 *count);
int test_and_set_bit(u64 *bitmap, u32 bit);
void clear_bit(u64 *bitmap, u32 bit);

/* ---- vfs.c */
enum { O_CREAT = 1, O_APPEND = 2 };
enum inode_kind { KIND_FREE, KIND_DIR, KIND_FILE };

/* 16 bytes: travels in two registers, as an argument and as a result. */
struct span {
	u64 start;
	u64 len;
};

/* 32 bytes: the caller makes room, the address goes in x8. */
struct kstat {
	u64 ino;
	u64 size;
	u64 blocks;
	u64 links;
};

#define NAME_MAX 15
#define PAGE_BYTES 256
#define FILE_PAGES 16

struct file;
struct inode;

struct file_operations {
	s64 (*read)(struct file *file, void *to, u64 len);
	s64 (*write)(struct file *file, const void *from, u64 len);
	void (*release)(struct file *file);
};

struct inode_operations {
	struct inode *(*lookup)(struct inode *dir, const char *name, u64 len);
	struct inode *(*create)(struct inode *dir, const char *name, u64 len, enum inode_kind kind);
	struct kstat (*getattr)(const struct inode *inode);
};

struct inode {
	u64 ino;
	u64 size;
	enum inode_kind kind;
	u32 links;
	struct spinlock lock;
	char name[NAME_MAX + 1];
	const struct inode_operations *i_op;
	const struct file_operations *f_op;
	struct inode *child, *sibling;
	u8 *pages[FILE_PAGES];
	const void *private;
};

struct file {
	struct free_node free; /* first, so that a free node is a file */
	struct inode *inode;
	const struct file_operations *f_op;
	u64 pos;
	u32 flags;
	u32 refs;
};

struct file_system {
	const char *name;
	struct inode *(*mount)(const char *path);
};
extern const struct file_system ramfs_type, nullfs_type, procfs_type;

struct vfs_statistics {
	u64 opens, reads, writes, closes, bytes_read, bytes_written, most_open;
};
extern struct vfs_statistics vfs_statistics;

void vfs_init(void);
s64 vfs_mount(const char *path, const struct file_system *type);
s64 vfs_open(const char *path, u32 flags);
s64 vfs_read(s32 fd, void *to, u64 len);
s64 vfs_write(s32 fd, const void *from, u64 len);
s64 vfs_lseek(s32 fd, u64 pos);
s64 vfs_close(s32 fd);
s64 vfs_mkdir(const char *path);
s64 vfs_copy(const char *from, const char *to, u64 chunk);
struct kstat vfs_stat(const char *path);
struct span vfs_usage(const char *path); /* start: files and directories, len: bytes */
const struct file_system *vfs_mounted(u64 index, const char **path);

/* ---- block.c */
struct bio {
	u64 dev, sector, count, owner, deadline;
	const u8 *data;
	u16 tag;
	u8 priority;
};
enum blk_op { BLK_READ, BLK_WRITE, BLK_FLUSH, BLK_DISCARD, BLK_ZERO, BLK_VERIFY, BLK_TRIM, BLK_RESET };
s64 blk_submit(u64 dev, u64 sector, u64 count, u32 flags, const u8 *data, u64 owner, u64 cookie, u64 deadline,
	       u16 tag, u8 priority, s32 bias);
s64 blk_submit_bio(struct bio bio);
struct span blk_split(struct span request, u64 most);
u64 blk_account(u64 dev, u64 op, u64 issued, u64 merged, u64 queued, u64 inflight, u64 ticks, struct span where);
u64 blk_execute(enum blk_op op, u64 a, u64 b);
void blk_demo(void);

/* ---- sched.c */
struct task;
typedef s64 task_step(struct task *task, u64 budget);
struct task {
	u64 pid, weight, vruntime, left;
	task_step *step;
	struct task *next;
	char name[NAME_MAX + 1];
	u64 result;
};
extern u64 sched_switches;
struct task *task_create(const char *name, task_step *step, u64 weight, u64 left);
void schedule(void);
void sched_demo(void);
const struct task *task_at(u64 index);

/* ---- smp.c */
extern u64 smp_cpus, smp_items;
void smp_prepare(void);
struct span smp_run(void); /* start: sum, len: xor of all results */
void secondary_main(u64 cpu);

/* ---- the program: init.c, smp_main.c or hotloop.c */
u64 kernel_main(void);

#endif
