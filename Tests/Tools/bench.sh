#!/bin/sh
# Prints what the benchmarks measure, each beside its yardstick, in one run. Data sets that are not part of the project
# are used when they lie in ../shared/data; otherwise the labelled fixtures are.
set -eu
cd "$(dirname "$0")/../.."
bin=.build-release/release
comments=Fixtures/Demo/labelled.jsonl
patterns=""
if [ -d ../shared/data ]; then
  comments=../shared/data/comments/youtube_spam_2022.jsonl
  patterns=$(ls ../shared/data/rules/*.regex.txt)
else
  echo "no ../shared/data here: measuring on the labelled fixtures only"
fi
echo "== normalisation"
"$bin/NormalizationBenchmark"
echo "== rules"
# shellcheck disable=SC2086
"$bin/RuleBenchmark" "$comments" $patterns | grep -v '  tried'
echo "== stores"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$bin/StoreBenchmark" "$folder"
