#!/bin/sh
# Checks the claim protocol of the review queue in all its states with spin (Debian: spin), and that the check would notice:
# without versions it has to fail.
set -eu
cd "$(dirname "$0")/claims"
if ! command -v spin >/dev/null || ! command -v cc >/dev/null; then
  echo "skipped: the model of the claim protocol needs spin and a C compiler (Debian: spin gcc)"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
model=$(pwd)/queue-claim.pml
cd "$folder"
check() { # versions, property
  spin -DVERSIONS="$1" -a "$model" >/dev/null
  cc -O2 -o pan pan.c
  ./pan -a -m100000 -N "$2" >pan.log 2>&1 || true
  states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' pan.log | head -1)
  grep -q 'errors: 0' pan.log
}
for property in once counted; do
  if check 1 "$property"; then
    echo "$property: holds in all $states states"
  else
    echo "$property: FAILS"
    cat pan.log
    exit 1
  fi
done
if check 0 once; then
  echo "without versions nothing fails: the model has gone blind"
  exit 1
fi
echo "once, without versions: fails, as it must"
