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
echo "== yardsticks"
set -- --program "$bin/moderato"
# Needs a C compiler; Hyperscan takes part where its headers are installed (Debian: libhyperscan-dev).
yardstick=.build-release/rule_pass
hyperscan=""
if pkg-config --exists libhs 2>/dev/null; then hyperscan="-DHAVE_HS $(pkg-config --cflags --libs libhs)"; fi
# shellcheck disable=SC2086
if cc -O2 Tests/Benchmarks/Yardsticks/rule_pass.c -o "$yardstick" $hyperscan -lpcre2-8; then
  set -- "$@" --yardstick "$yardstick"
fi
data=../shared/data
if [ -d "$data" ]; then
  for file in "$data"/rules/*.regex.txt; do set -- "$@" --patterns "$file"; done
  for name in threads_youtube_2015 en_olid ru_toxic_2ch_pikabu ru_detox_russe2022 uk_ud_iu; do
    set -- "$@" --comments "$data/comments/$name.jsonl"
  done
  for name in ru_ud_taiga uk_ud_iu en_wiki_context; do set -- "$@" --good "$data/comments/$name.jsonl"; done
  for name in ru_toxic_2ch_pikabu en_olid; do set -- "$@" --ordinary "$data/comments/$name.jsonl"; done
  set -- "$@" --list "$data/lists/wp_blocklist.literal.txt"
fi
"$bin/YardstickBenchmark" "$@"
echo "== stores"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$bin/StoreBenchmark" "$folder"
