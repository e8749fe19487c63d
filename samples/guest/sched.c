/*
 * sched.c - a run queue ordered by virtual run time. A task is a function that is called again and
 * again with a budget and says how much of it it used; who has run least, for its weight, is next.
 */
#include "kernel.h"

#define MAX_TASKS 8

u64 sched_switches;
static struct task tasks[MAX_TASKS];
static u64 task_count;
static struct task *run_queue;
static const struct task *current;

/* ---- the queue: merge sort on a list, as list_sort() does it, recursing on halves */

typedef s64 task_compare(const struct task *a, const struct task *b);

static s64 compare_vruntime(const struct task *a, const struct task *b)
{
	if (a->vruntime != b->vruntime)
		return a->vruntime < b->vruntime ? -1 : 1;
	return (s64)a->pid - (s64)b->pid;
}

static struct task *queue_split(struct task *head)
{
	struct task *slow = head, *fast = head->next, *half;

	while (fast && fast->next) {
		slow = slow->next;
		fast = fast->next->next;
	}
	half = slow->next;
	slow->next = NULL;
	return half;
}

static struct task *queue_merge(struct task *a, struct task *b, task_compare *compare)
{
	struct task *head = NULL, **tail = &head;

	while (a && b) {
		struct task **least = compare(a, b) <= 0 ? &a : &b;

		*tail = *least;
		tail = &(*least)->next;
		*least = (*least)->next;
	}
	*tail = a ? a : b;
	return head;
}

static struct task *queue_sort(struct task *head, task_compare *compare)
{
	struct task *half;

	if (!head || !head->next)
		return head;
	half = queue_sort(queue_split(head), compare);
	return queue_merge(queue_sort(head, compare), half, compare);
}

/* ---- choosing and switching */

static void enqueue_task(struct task *task)
{
	task->next = run_queue;
	run_queue = queue_sort(task, compare_vruntime);
}

static struct task *pick_next_task(void)
{
	struct task *task = run_queue;

	if (task)
		run_queue = task->next;
	return task;
}

static void context_switch(const struct task *from, const struct task *to)
{
	if (from != to)
		sched_switches++;
	current = to;
}

static void update_vruntime(struct task *task, u64 used)
{
	task->vruntime += used * 1024 / task->weight;
}

/* Runs one task for one slice. */
void schedule(void)
{
	struct task *next = pick_next_task();
	s64 used;

	if (!next)
		return;
	context_switch(current, next);
	used = next->step(next, min(next->left, 4ul));
	update_vruntime(next, (u64)used);
	next->left -= min(next->left, (u64)used);
	if (next->left)
		enqueue_task(next);
}

struct task *task_create(const char *name, task_step *step, u64 weight, u64 left)
{
	struct task *task;

	if (task_count == MAX_TASKS)
		return NULL;
	task = &tasks[task_count++];
	task->pid = task_count;
	task->weight = weight;
	task->left = left;
	task->step = step;
	memcpy(task->name, name, min(strlen(name), (u64)NAME_MAX));
	enqueue_task(task);
	return task;
}

const struct task *task_at(u64 index)
{
	return index < task_count ? &tasks[index] : NULL;
}

/* ---- three tasks */

static s64 writer_step(struct task *task, u64 budget)
{
	s64 fd = vfs_open("/log", O_CREAT | O_APPEND);
	u64 i;

	for (i = 0; i < budget; i++)
		task->result += (u64)vfs_write((s32)fd, "one log line\n", 13);
	vfs_close((s32)fd);
	return (s64)budget;
}

static s64 reader_step(struct task *task, u64 budget)
{
	u8 bytes[16];
	s64 fd = vfs_open("/dev/noise", 0);
	u64 i;

	vfs_lseek((s32)fd, task->vruntime + 1);
	vfs_read((s32)fd, bytes, budget * 4);
	vfs_close((s32)fd);
	for (i = 0; i < budget * 4; i++)
		task->result = task->result * 31 + bytes[i];
	return (s64)budget;
}

/* Ackermann's function: little work, deep recursion. */
static u64 ackermann(u64 m, u64 n)
{
	if (m == 0)
		return n + 1;
	if (n == 0)
		return ackermann(m - 1, 1);
	return ackermann(m - 1, ackermann(m, n - 1));
}

static s64 thinker_step(struct task *task, u64 budget)
{
	task->result += ackermann(2, budget);
	return 1; /* blocks early: uses less than its budget */
}

void sched_demo(void)
{
	u64 turns = 0;

	task_create("writer", writer_step, 1024, 12);
	task_create("reader", reader_step, 2048, 16);
	task_create("thinker", thinker_step, 512, 3);
	while (run_queue) {
		schedule();
		printk("sched: %s ran, %lu left\n", current->name, current->left);
		turns++;
	}
	printk("sched: %lu turns, %lu switches\n", turns, sched_switches);
}
