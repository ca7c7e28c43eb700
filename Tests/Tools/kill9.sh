#!/usr/bin/env bash
# Kills `moderato comments submit --jsonl` with SIGKILL after a random number of answers, again and again,
# and proves after each round that every row that was answered is in the store.
#
#   Tests/Tools/kill9.sh [PROGRAM] [ROUNDS] [ROWS]
set -euo pipefail
program=${1:-.build-release/release/moderato}
rounds=${2:-10}
rows=${3:-5000}
program=$(realpath "$program")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export MODERATO_STORE="$folder/comments.sqlite"
"$program" articles add bridge --url https://gazeta.example/bridge --title 'Мост откроют в мае' >/dev/null

for ((round = 1; round <= rounds; round++)); do
  for ((row = 1; row <= rows; row++)); do
    printf '{"id":"%d-%d","article":"bridge","text":"Вопрос %d раунда %d","author":{"name":"r%d n%d"}}\n' \
      "$round" "$row" "$row" "$round" "$round" "$row"
  done >"$folder/rows.jsonl"
  "$program" comments submit --jsonl "$folder/rows.jsonl" >"$folder/answers.jsonl" &
  pid=$!
  # Somewhere between the first answer and the last.
  target=$((1 + RANDOM % (rows * 9 / 10)))
  while kill -0 "$pid" 2>/dev/null && [[ $(wc -l <"$folder/answers.jsonl") -lt $target ]]; do sleep 0.01; done
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  # The last line may be cut off: a row is answered when its line is whole.
  { grep -o '"comment":"[0-9a-f-]*".*}$' "$folder/answers.jsonl" || true; } | cut -d'"' -f4 | sort >"$folder/answered"
  : >"$folder/stored"
  before=()
  while true; do
    page=$("$program" comments search --limit 1000 "${before[@]}" --format json)
    grep -o '"id":"[0-9a-f-]*"' <<<"$page" | cut -d'"' -f4 >>"$folder/stored" || true
    next=$(grep -o '"next":"[0-9a-f-]*"' <<<"$page" | cut -d'"' -f4 || true)
    [[ -n $next ]] || break
    before=(--before "$next")
  done
  sort -u "$folder/stored" -o "$folder/stored"
  missing=$(comm -23 "$folder/answered" "$folder/stored" | wc -l)
  "$program" store verify >/dev/null
  printf 'round %d: %d answered, %d stored in all, %d missing\n' \
    "$round" "$(wc -l <"$folder/answered")" "$(wc -l <"$folder/stored")" "$missing"
  [[ $missing -eq 0 ]] || exit 1
done
echo "every answered row is there"
