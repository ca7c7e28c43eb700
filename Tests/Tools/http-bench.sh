#!/usr/bin/env bash
# Measures `moderato serve` with wrk: reads of a page of 50 out of 2,000 comments, the same as a rendered page, and durable
# submissions, each at 64 kept connections; counts that all acknowledged comments are stored; start and memory. Isso
# (PyPI), with the same load, is the yardstick. Server and load program share the machine's cores.
#
#   Tests/Tools/http-bench.sh [PROGRAM] [SECONDS]       ISSO=no leaves Isso out
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build-release/release/moderato}")
seconds=${2:-8}
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk"; exit 2; }
folder=$(mktemp -d)
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done; pids=(); }
trap 'stop; rm -rf "$folder"' EXIT
port=${PORT:-18099}
base="http://127.0.0.1:$port"
export MODERATO_STORE="$folder/comments.sqlite" MODERATO_HTTP_PORT="$port"
for name in AUTHOR ADDRESS SITE; do export "MODERATO_HTTP_${name}_RATE=1000000000/1000000000"; done
shown() { grep -E "Requests/sec|acknowledged|Non-2xx|Socket errors|^ +(50|99)%" | sed 's/^ */  /' || true; }
count() { "$program" store stats --format json | python3 -c 'import json,sys; print(sum(json.load(sys.stdin)["comments"].values()))'; }

for key in bridge load; do
  "$program" articles add $key --url "https://gazeta.example/$key" --title 'Мост откроют в мае' >/dev/null
done
for ((row = 1; row <= 2000; row++)); do
  printf '{"id":"%d","article":"bridge","text":"Вопрос %d: когда откроют мост через реку у старого вокзала, и что будет с автобусами?","author":{"name":"Читатель %d"}}\n' \
    "$row" "$row" "$row"
done | "$program" comments submit --jsonl - >/dev/null

"$program" serve >"$folder/log" 2>&1 & pids+=($!); served=$!
python3 - "$port" <<'PYTHON'
import socket, sys, time
start = time.monotonic()
while True:
    try:
        peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=1)
        peer.sendall(b"GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        if b" 200 " in peer.recv(100): break
    except OSError: pass
    time.sleep(0.002)
print(f"ready after about {(time.monotonic() - start) * 1000:.0f} ms, counted from the first look")
PYTHON
ps -o rss= -p $served | awk '{ printf "memory at rest %d MB\n", $1 / 1024 }'
page="$base/v1/articles/bridge/comments?limit=50"
echo "== reads: $(curl -s "$page" | wc -c) bytes a page"
wrk -t2 -c64 -d"${seconds}s" --latency "$page" | shown
echo "== rendered pages: $(curl -s "$base/embed/bridge" | wc -c) bytes a page"
wrk -t2 -c64 -d"${seconds}s" --latency "$base/embed/bridge" | shown
before=$(count)
echo "== durable submissions"
wrk -t2 -c64 -d"${seconds}s" --latency -s Tests/Tools/http/submit.lua "$base" -- /v1/articles/load/comments moderato | shown
# A request under way when the load program stops is stored without having been heard of: at most one a connection.
echo "  stored $(($(count) - before))"
ps -o rss= -p $served | awk '{ printf "memory after load %d MB\n", $1 / 1024 }'
stop

[ "${ISSO:-yes}" = no ] && exit 0
environment=.build-release/isso
[ -x "$environment/bin/gunicorn" ] || {
  python3 -m venv "$environment" && "$environment/bin/python" -m pip install -q isso gunicorn
} || { echo "Isso could not be installed; skipped"; exit 0; }
cat >"$folder/isso.cfg" <<CONFIGURATION
[general]
dbpath = $folder/isso.db
host = http://127.0.0.1:$port/
[moderation]
enabled = false
[guard]
enabled = false
CONFIGURATION
ISSO_SETTINGS="$folder/isso.cfg" "$environment/bin/gunicorn" -b "127.0.0.1:$port" -w 2 -k gthread --threads 8 --preload \
  isso.run >"$folder/isso.log" 2>&1 & pids+=($!)
python3 - "$port" <<'PYTHON'
import http.client, json, sys, time
def connect():
    for _ in range(200):
        try:
            peer = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1])); peer.connect(); return peer
        except OSError: time.sleep(0.1)
peer = connect()
for row in range(1, 2001):
    said = f"Вопрос {row}: когда откроют мост через реку у старого вокзала, и что будет с автобусами?"
    peer.request("POST", "/new?uri=%2Fbridge", json.dumps({"text": said, "author": f"Читатель {row}", "title": "Мост"}),
                 {"Content-Type": "application/json"})
    answer = peer.getresponse(); answer.read()
    assert answer.status == 201, answer.status
PYTHON
page="$base/?uri=%2Fbridge&limit=50"
echo "== Isso, reads: $(curl -s "$page" | wc -c) bytes a page"
wrk -t2 -c64 -d"${seconds}s" --latency "$page" | shown
echo "== Isso, submissions"
wrk -t2 -c64 -d"${seconds}s" --latency -s Tests/Tools/http/submit.lua "$base" -- "/new?uri=%2Fload" isso | shown
