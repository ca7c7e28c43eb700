#!/bin/sh
# Runs every fuzzer for a while (FUZZ_SECONDS each, 60 by default), or those that are named as arguments. What they learned
# stays in .build-fuzz/corpus and is gone on from the next time; an input that failed lies in .build-fuzz/findings.
# FUZZ_RUNS bounds the number of cases instead of the time.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
folder=.build-fuzz
export MODERATO_FUZZERS=1
[ $# -gt 0 ] || set -- PrefilterFuzzer NormalizationFuzzer RuleFileFuzzer RuleImportFuzzer CheckRowFuzzer
mkdir -p "$folder/findings"
failed=""
for fuzzer in "$@"; do
  # Optimised, for the number of cases; with internals visible, which an optimised build hides otherwise.
  "$swift" build --configuration release --scratch-path "$folder" -Xswiftc -enable-testing --sanitize=fuzzer \
    --product "$fuzzer" >"$folder/$fuzzer.build.log" 2>&1 || { cat "$folder/$fuzzer.build.log"; exit 2; }
  mkdir -p "$folder/corpus/$fuzzer"
  if [ -n "${FUZZ_RUNS:-}" ]; then bound="-runs=$FUZZ_RUNS"; else bound="-max_total_time=${FUZZ_SECONDS:-60}"; fi
  case $fuzzer in PrefilterFuzzer) length=256 ;; *) length=4096 ;; esac
  log="$folder/$fuzzer.log"
  if "$folder/release/$fuzzer" "$bound" -timeout=60 -rss_limit_mb=2048 -max_len="$length" -print_final_stats=1 \
    -artifact_prefix="$folder/findings/$fuzzer-" "$folder/corpus/$fuzzer" "Tests/Fuzzers/Seeds/$fuzzer" \
    >"$log" 2>&1; then
    cases=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "$fuzzer: $cases cases, nothing found"
  else
    echo "$fuzzer: FAILED, see $log and $folder/findings"
    grep -aE 'Fatal error|ERROR:' "$log" | cut -c1-600 || true
    failed=yes
  fi
done
[ -z "$failed" ]
