// What compilers and kernels write, by hand: the names that are preferred, and the same words by their other names.
nop
hint #0
bti c
bti j
bti jc
hint #34
paciasp
autiasp
hint #25
xpaclri
ret
ret x9
retaa
mov x9, x30
mov x29, sp
mov sp, x29
add x29, sp, #0
mov w0, wzr
mov x0, #0
mov w0, #-1
mov x0, #-1
mov x0, #0xffff0000
mov x0, #0xffffffff0000ffff
mov w0, #0xffff0000
mov w0, #0xffff
movn w0, #0xffff
movz x0, #0, lsl #16
movn x0, #0, lsl #48
mov x0, #0x5555555555555555
mov w0, #0x7ffffffe
orr x0, xzr, #0xff
movk x0, #0xdead, lsl #48
cmp x0, #0
cmp sp, #16
cmp sp, x1
cmp w0, w1, uxtb
cmp x0, w1, sxtw #3
cmn w0, #4095
cmn x0, x1, asr #63
tst w0, #1
tst x0, x1, ror #5
neg w0, w1
negs x0, x1, lsl #4
ngc x0, x1
ngcs w0, w1
mvn w0, w1
mvn x0, x1, lsr #60
lsl w0, w1, #31
lsl x0, x1, #1
lsl x0, x1, x2
lsr w0, w1, #1
lsr x0, x1, #63
lsr w0, w1, w2
asr w0, w1, #31
asr x0, x1, #1
asr x0, x1, x2
ror w0, w1, #7
ror x0, x1, #33
ror w0, w1, w2
sxtb w0, w1
sxtb x0, w1
sxth w0, w1
sxth x0, w1
sxtw x0, w1
uxtb w0, w1
uxth w0, w1
ubfx w0, w1, #3, #4
ubfx x0, x1, #0, #8
ubfiz x0, x1, #3, #32
sbfx x0, x1, #3, #4
sbfiz w0, w1, #3, #4
bfi w0, w1, #4, #8
bfxil x0, x1, #4, #8
bfc x0, #8, #16
cset w0, eq
cset x0, hi
csetm w0, ne
csetm x0, lt
cinc w0, w1, gt
cinv x0, x1, cs
cneg w0, w1, mi
csinc w0, wzr, wzr, al
csinc w0, w1, w1, nv
ccmp w0, #31, #15, ne
ccmn x0, x1, #0, le
mul w0, w1, w2
mneg x0, x1, x2
smull x0, w1, w2
smnegl x0, w1, w2
umull x0, w1, w2
umnegl x0, w1, w2
add x0, x1, x2, lsl #3
add x0, x1, w2, uxtw #2
add sp, sp, x0
add sp, x0, x1, lsl #2
add wsp, w0, w1
sub sp, sp, #0x1, lsl #12
sub sp, sp, #288
stp x29, x30, [sp, #-16]!
ldp x29, x30, [sp], #16
stp x0, x1, [sp, #16]
ldp w0, w1, [x2, #-256]
ldpsw x0, x1, [x2]
stnp x0, x1, [sp, #504]
ldr x0, [sp]
ldr w0, [x1, #16380]
ldr x0, [x1, x2, lsl #3]
ldr w0, [x1, w2, sxtw #2]
ldr w0, [x1, w2, uxtw]
ldrb w0, [x1, x2]
ldrb w0, [x1, x2, lsl #0]
ldrb w0, [x1, x2, sxtx]
ldrsb x0, [x1, #1]
ldrsh w0, [x1], #2
ldrsw x0, [x1, #4]!
ldur x0, [x1, #-8]
sturb w0, [x1, #-1]
ldtr x0, [x1]
sttrh w0, [x1, #-256]
prfm pldl1keep, [x0]
prfm pstl3strm, [x0, #8]
prfm #0x1f, [x0]
prfum plil2keep, [x0, #-8]
ldxr x0, [x1]
stxr w2, x0, [x1]
ldaxrb w0, [x1]
stlxrh w2, w0, [x1]
ldaxp x0, x1, [x2]
stlxp w3, w0, w1, [sp]
ldar x0, [x1]
stlr w0, [x1]
ldapr x0, [x1]
ldlarb w0, [x1]
stllrh w0, [x1]
ldapursw x0, [x1, #-256]
stlurb w0, [x1, #255]
ldadd x0, x1, [x2]
ldaddal w0, w1, [sp]
ldclralh w0, w1, [x2]
stadd x0, [x1]
staddl w0, [x1]
ldadda w0, wzr, [x1]
stsmaxb w0, [x1]
swpal x0, x1, [x2]
cas x0, x1, [x2]
casalb w0, w1, [x2]
caspal x0, x1, x2, x3, [x4]
casp w0, w1, w2, w3, [sp]
dmb ish
dmb ishst
dmb ishld
dsb sy
dsb #0
dsb #4
dsb #8
isb
isb #3
clrex
clrex #0
sb
svc #0
hvc #0xffff
smc #1
brk #0x800
hlt #0xf000
udf #0
mrs x0, tpidr_el0
msr tpidr_el0, x0
mrs x0, cntvct_el0
mrs x0, ctr_el0
mrs x0, nzcv
msr fpcr, xzr
mrs x0, s3_3_c15_c15_7
msr daifset, #2
msr daifclr, #15
msr spsel, #1
dc zva, x0
dc civac, x1
ic ivau, x2
ic iallu
sys #3, C7, C11, #1, x9
sysl x0, #7, C15, C15, #7
rev x0, x1
rev w0, w1
rev16 w0, w1
rev32 x0, x1
rbit x0, x1
clz w0, w1
cls x0, x1
crc32x w0, w1, x2
crc32cb w0, w1, w2
pacia x0, sp
xpaci x30
pacga x0, x1, sp
