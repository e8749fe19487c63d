/*
 * threads.S - the further CPUs of smp-threads.elf, for qemu-aarch64, which has none of its own: threads,
 * made with clone(2), that come in at secondary_start as a machine's CPUs would. Where there is no clone
 * (it answers with an error), the first CPU stays alone.
 */
#define CPUS 4
#define STACK 16384
/* CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM */
#define FLAGS 0x50f00

	.globl	_start_threads
	.type	_start_threads, %function
	.p2align 3
_start_threads:
	adrp	x19, stacks
	add	x19, x19, :lo12:stacks
	mov	x20, #1			// the CPU to start next
	adrp	x21, smp_cpus
1:	mov	x0, #(FLAGS & 0xffff)
	movk	x0, #(FLAGS >> 16), lsl #16
	add	x19, x19, #STACK
	mov	x1, x19			// its stack
	mov	x2, #0
	mov	x3, #0
	mov	x4, #0
	mov	x8, #220
	svc	#0
	cbz	x0, 2f
	tbnz	x0, #63, _start
	add	x20, x20, #1
	str	x20, [x21, :lo12:smp_cpus]
	cmp	x20, #CPUS
	b.ne	1b
	b	_start
2:	mov	x0, x20
	b	secondary_start
	.size	_start_threads, . - _start_threads

	.bss
	.p2align 4
stacks:	.skip	(CPUS - 1) * STACK

	.section .note.GNU-stack, "", %progbits
