#!/bin/sh
# build.sh OUTDIR - builds the guest programs, the same bytes every time, on every machine with this compiler.
#
#   vfs.elf          the demo, -fpatchable-function-entry=4,2: a literal before each function
#   vfs-2.elf        =2: no literals
#   vfs-bti.elf      =4,2 and BTI
#   vfs-bti-pac.elf  =4,2, BTI and return address signing (one file with RETAA)
#   vfs-pie.elf      =4,2 as a static ET_DYN that relocates itself
#   unaligned.elf    =4,2 with -Os: functions on any word, so some literals would not be 8-aligned
#   vfs-calls.elf    no call sites; gcc logs each call itself, -finstrument-functions
#   smp.elf          shared work only, and more of it
#   smp-threads.elf  the same on four threads, for qemu-aarch64
#   hotloop.elf      one hot leaf, for measuring
#
# CROSS names another tool prefix, for example CROSS=aarch64-none-elf-
set -eu
[ $# = 1 ] || { echo "usage: $0 OUTDIR" >&2; exit 2; }
CROSS=${CROSS:-aarch64-linux-gnu-}
mkdir -p "$1"
out=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$(dirname "$0")"

# Freestanding, integer registers only, nothing of the path or the day in the result.
base="-std=gnu11 -ffreestanding -mgeneral-regs-only -march=armv8-a -mno-outline-atomics -fno-stack-protector
      -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-common -fno-tree-loop-distribute-patterns
      -ffile-prefix-map=$PWD=. -g0 -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers -Werror"
# The call tree stays as it is written: no inlining, no clones, no functions folded into one.
base="$base -fno-inline -fno-ipa-cp -fno-ipa-sra -fno-ipa-icf -fno-partial-inlining -fno-reorder-functions"
aligned="-O2 -falign-functions=8"
fixed="-fno-pic -no-pie"
link="-static -nostdlib -nostartfiles -Wl,--build-id=none -Wl,-z,max-page-size=4096 -Wl,-z,separate-code
      -Wl,-z,noexecstack -Wl,-z,norelro -Wl,-e,_start -Wl,--no-warn-rwx-segments"
kernel="start.S lib.c printk.c lock.c atomic.c vfs.c ramfs.c nullfs.c"
tour="$kernel procfs.c block.c sched.c smp.c init.c"

# build NAME 'FLAGS' SOURCE... - compiles file by file, links, drops what depends on the tools' taste
build() {
    name=$1 flags=$2
    shift 2
    objects=
    for source; do
        own=
        case $source in
        atomic.c) own=-march=armv8.1-a ;;
        block.c) own="--param case-values-threshold=5" ;; # gcc wants 17 cases before it makes a jump table
        esac
        case $source$flags in ramfs.c*pac-ret*) own=-march=armv8.3-a ;; esac
        "${CROSS}gcc" $base $flags $own -c "$source" -o "$work/${source%.*}.o"
        objects="$objects ${source%.*}.o"
    done
    (cd "$work" && "${CROSS}gcc" $link $flags $objects -o "$name")
    "${CROSS}objcopy" --strip-debug --remove-section=.comment "$work/$name" "$out/$name"
    chmod 755 "$out/$name"
}

build vfs.elf "$aligned $fixed -fpatchable-function-entry=4,2" $tour
build vfs-2.elf "$aligned $fixed -fpatchable-function-entry=2" $tour
build vfs-bti.elf "$aligned $fixed -fpatchable-function-entry=4,2 -mbranch-protection=bti" $tour
build vfs-bti-pac.elf "$aligned $fixed -fpatchable-function-entry=4,2 -mbranch-protection=bti+pac-ret" $tour
build vfs-pie.elf "$aligned -fpie -static-pie -Wl,-z,text -fpatchable-function-entry=4,2" $tour
build unaligned.elf "-Os $fixed -fpatchable-function-entry=4,2" $tour
build vfs-calls.elf "$aligned $fixed -finstrument-functions" $tour calls.c
build smp.elf "$aligned $fixed -fpatchable-function-entry=4,2 -DSMP_ITEMS=20000" $kernel smp.c smp_main.c
build smp-threads.elf "$aligned $fixed -fpatchable-function-entry=4,2 -DSMP_ITEMS=20000 -Wl,-e,_start_threads" \
    $kernel smp.c smp_main.c threads.S
build hotloop.elf "$aligned $fixed -fpatchable-function-entry=4,2" start.S lib.c printk.c hotloop.c
