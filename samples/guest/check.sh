#!/bin/sh
# check.sh [DIR] - runs every guest program under qemu-aarch64 and compares output and exit code with what
# is recorded here. DIR holds the programs; without it, the checked-in ones are taken.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:-$here}
said=$(mktemp)
trap 'rm -f "$said"' EXIT
bad=0
while read -r program code expected; do
    found=0
    qemu-aarch64 "$dir/$program" >"$said" || found=$?
    if [ "$found" != "$code" ]; then
        echo "$program: exit code $found, expected $code" >&2
        bad=1
    fi
    cmp "$said" "$here/$expected" || bad=1
done <"$here/expected.txt"
exit $bad
