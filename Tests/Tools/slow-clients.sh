#!/usr/bin/env bash
# Slow and half-open clients against `moderato serve`, with a healthy one beside them whose times are told: 2,000 connections
# with half a head, then slowhttptest (Debian) with slow heads (-H), slow bodies (-B) and slow reading (-X).
#
#   Tests/Tools/slow-clients.sh [PROGRAM] [CONNECTIONS]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build-release/release/moderato}")
connections=${2:-2000}
ulimit -n 16384
folder=$(mktemp -d)
port=${PORT:-18096}
export MODERATO_STORE="$folder/comments.sqlite" MODERATO_HTTP_PORT="$port"
for name in AUTHOR ADDRESS SITE; do export "MODERATO_HTTP_${name}_RATE=1000000000/1000000000"; done
"$program" articles add bridge --url https://gazeta.example/bridge --title 'Мост откроют в мае' >/dev/null
for ((row = 1; row <= 200; row++)); do
  printf '{"article":"bridge","text":"Вопрос %d: когда откроют мост через реку у вокзала?","author":{"name":"r%d"}}\n' "$row" "$row"
done | "$program" comments submit --jsonl - >/dev/null
"$program" serve >"$folder/log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null || true; wait $pid 2>/dev/null || true; rm -rf "$folder"' EXIT
base="http://127.0.0.1:$port"
until curl -sf "$base/readyz" >/dev/null; do sleep 0.1; done

python3 - "$port" "$connections" <<'PYTHON'
import asyncio, sys, time
port, count = int(sys.argv[1]), int(sys.argv[2])
HEAD = b"GET /v1/articles/bridge/comments?limit=50 HTTP/1.1\r\nHost: a\r\n\r\n"

async def healthy(seconds):
    """Times of one client that asks 50 times a second, in milliseconds, from when it meant to ask."""
    times, start, asked = [], time.monotonic(), 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() - start < seconds:
        meant = start + asked * 0.02
        await asyncio.sleep(max(0, meant - time.monotonic()))
        writer.write(HEAD)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r")[0])
        await reader.readexactly(length)
        times.append((time.monotonic() - meant) * 1000)
        asked += 1
    writer.close()
    times.sort()
    return f"{len(times)} answers, p50 {times[len(times) // 2]:.1f} ms, p99 {times[len(times) * 99 // 100]:.1f} ms"

async def half_open(part):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    start = time.monotonic()
    writer.write(part)
    try:
        await asyncio.wait_for(reader.read(), 60)
        return time.monotonic() - start
    except asyncio.TimeoutError:
        return None
    except OSError:
        return time.monotonic() - start
    finally:
        writer.close()

async def main():
    print("alone:      ", await healthy(8))
    for name, part in (("half a head", b"GET / HTTP/1.1\r\nHost: a\r\nX-A"), ("silence", b""),
                       ("half a body", b"POST /v1/articles/bridge/comments HTTP/1.1\r\nHost: a\r\n"
                                       b"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{")):
        held = [asyncio.create_task(half_open(part)) for _ in range(count)]
        await asyncio.sleep(1)
        print(f"beside {count} connections with {name}:", await healthy(8))
        ends = await asyncio.gather(*held)
        open_still = sum(end is None for end in ends)
        longest = max((end for end in ends if end is not None), default=0)
        print(f"  closed after {longest:.1f} s at most; {open_still} were still open after 60 s")
asyncio.run(main())
PYTHON

command -v slowhttptest >/dev/null || { echo "slowhttptest is missing: apt-get install slowhttptest"; exit 2; }
page="$base/v1/articles/bridge/comments?limit=50"
attack() {
  echo "== slowhttptest $1"
  shift
  timeout 90 slowhttptest -c 1000 -r 400 -l 40 -p 3 "$@" >"$folder/attack" 2>&1 || true
  sed 's/\x1b\[[0-9;]*[mHJ]//g' "$folder/attack" | grep -E "service available|closed:|connected:|Exit status|pending:" | tail -5
  curl -s -o /dev/null -w "  afterwards: HTTP %{http_code} in %{time_total} s\n" "$page"
}
attack "-H, slow heads" -H -i 5 -x 24 -t GET -u "$page"
attack "-B, slow bodies" -B -i 5 -s 8192 -x 10 -t POST -u "$base/v1/articles/bridge/comments"
attack "-X, slow reading" -X -w 10 -y 20 -n 5 -z 32 -k 3 -u "$page"
ps -o rss= -p $pid | awk '{ printf "memory afterwards %d MB\n", $1 / 1024 }'
