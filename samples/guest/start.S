/*
 * start.S - where the CPUs come in.
 *
 * _start           the first CPU, as Linux starts a program (SP at argc; nothing there is read)
 * secondary_start  every further CPU: x0 = its number, SP = its own stack, given by the machine
 *
 * Written by hand, so neither has a call site.
 */
#if defined(__ARM_FEATURE_BTI_DEFAULT)
#define ENTRY_PAD bti	c
#else
#define ENTRY_PAD
#endif

	.macro	entry name
	.globl	\name
	.type	\name, %function
	.p2align 3
\name:
	ENTRY_PAD
	mov	x29, #0			// the outermost frame: nobody to return to
	mov	x30, #0
	.endm

	.text
	entry	_start
	mov	x19, sp
	and	sp, x19, #-16
#if defined(__pie__)
	bl	relocate
#endif
	bl	kernel_main		// returns the exit code
	mov	x8, #94			// exit_group(x0)
	svc	#0
	brk	#1
	.size	_start, . - _start

	.weak	secondary_main
	entry	secondary_start
	bl	secondary_main		// absent in hotloop.elf: then a NOP
	mov	x0, #0
	mov	x8, #93			// exit(0): this CPU only
	svc	#0
	brk	#1
	.size	secondary_start, . - secondary_start

#if defined(__pie__)
/*
 * Adds the load address to every pointer in the image. A loader that has done so already is not
 * disturbed: each R_AARCH64_RELATIVE (type 1027) is *(base + offset) = base + addend, stored afresh.
 */
	.hidden	_DYNAMIC
	.hidden	__ehdr_start
	.type	relocate, %function
	.p2align 3
relocate:
	adrp	x0, __ehdr_start
	add	x0, x0, :lo12:__ehdr_start	// x0: load address
	adrp	x1, _DYNAMIC
	add	x1, x1, :lo12:_DYNAMIC
	mov	x2, #0				// x2: relocations, x3: their bytes
	mov	x3, #0
1:	ldp	x4, x5, [x1], #16
	cbz	x4, 3f
	cmp	x4, #7				// DT_RELA
	csel	x2, x5, x2, eq
	cmp	x4, #8				// DT_RELASZ
	csel	x3, x5, x3, eq
	b	1b
3:	add	x2, x2, x0
	add	x3, x2, x3
4:	cmp	x2, x3
	b.hs	5f
	ldp	x4, x5, [x2]			// offset, type
	ldr	x6, [x2, #16]			// addend
	add	x2, x2, #24
	cmp	w5, #1027
	b.ne	4b
	add	x6, x6, x0
	str	x6, [x0, x4]
	b	4b
5:	ret
	.size	relocate, . - relocate
#endif

	.section .note.GNU-stack, "", %progbits

#if defined(__ARM_FEATURE_BTI_DEFAULT)
/* "This object keeps to BTI" (and to PAC): without it from every object the linker drops the property. */
	.section .note.gnu.property, "a", %note
	.p2align 3
	.word	4, 16, 5
	.asciz	"GNU"
	.word	0xc0000000, 4
#if defined(__ARM_FEATURE_PAC_DEFAULT)
	.word	3, 0
#else
	.word	1, 0
#endif
#endif
