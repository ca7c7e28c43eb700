#!/usr/bin/env bash
# Measures `moderato serve` with wrk: reads of a page of 50 out of 2,000 comments, and durable submissions, each at 64
# connections; then counts that all acknowledged comments are stored. Both programs share the machine's cores.
#
#   Tests/Tools/http-bench.sh [PROGRAM] [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build-release/release/moderato}")
seconds=${2:-8}
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk"; exit 2; }
folder=$(mktemp -d)
export MODERATO_STORE="$folder/comments.sqlite" MODERATO_HTTP_PORT="${PORT:-18099}"
for name in AUTHOR ADDRESS SITE; do export "MODERATO_HTTP_${name}_RATE=1000000000/1000000000"; done
for key in bridge load; do
  "$program" articles add $key --url "https://gazeta.example/$key" --title 'Мост откроют в мае' >/dev/null
done
for ((row = 1; row <= 2000; row++)); do
  printf '{"id":"%d","article":"bridge","text":"Вопрос %d: когда откроют мост через реку у старого вокзала, и что будет с автобусами?","author":{"name":"Читатель %d"}}\n' \
    "$row" "$row" "$row"
done | "$program" comments submit --jsonl - >/dev/null
"$program" serve >"$folder/log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null || true; wait $pid 2>/dev/null || true; rm -rf "$folder"' EXIT
base="http://127.0.0.1:$MODERATO_HTTP_PORT"
until curl -sf "$base/readyz" >/dev/null; do sleep 0.1; done
page="$base/v1/articles/bridge/comments?limit=50"
echo "== reads: $(curl -s "$page" | wc -c) bytes a page"
wrk -t2 -c64 -d"${seconds}s" --latency "$page" | grep -E "Requests/sec|99%|Non-2xx|Socket errors" || true
before=$("$program" store stats --format json)
echo "== durable submissions"
wrk -t2 -c64 -d"${seconds}s" --latency -s Tests/Tools/http/submit.lua "$base" | grep -E "Requests/sec|99%|acknowledged|Non-2xx|Socket" || true
after=$("$program" store stats --format json)
echo "before: $before"
echo "after:  $after"
ps -o rss= -p $pid | awk '{ printf "memory %d MB\n", $1 / 1024 }'
