#!/usr/bin/env bash
# Mixed load on `moderato serve` for a while: readers, rendered pages, feeds, live events, submissions, votes, sign-in
# failures, a moderator who decides. Tells requests by status and memory minute by minute; ends with 1 when there was a 5xx,
# when a connection was refused, or when memory grew after the first third by more than a fifth and 16 MB.
#
#   Tests/Tools/soak.sh [PROGRAM] [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build-release/release/moderato}")
seconds=${2:-3600}
folder=$(mktemp -d)
port=${PORT:-18095}
export MODERATO_STORE="$folder/comments.sqlite" MODERATO_HTTP_PORT="$port"
for name in AUTHOR ADDRESS SITE; do export "MODERATO_HTTP_${name}_RATE=1000000000/1000000000"; done
for ((key = 1; key <= 20; key++)); do
  "$program" articles add "a$key" --url "https://gazeta.example/a$key" --title "Новость $key" >/dev/null
done
"$program" users add ira --role moderator --no-password >/dev/null
token=$("$program" users token add ira --label soak --scope read --scope decide --format json |
  python3 -c 'import json,sys; print(json.load(sys.stdin)["token"])')
"$program" serve >"$folder/log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null || true; wait $pid 2>/dev/null || true; rm -rf "$folder"' EXIT
until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do sleep 0.1; done
python3 - "$port" "$pid" "$seconds" "$token" <<'PYTHON'
import collections, http.client, json, random, socket, sys, threading, time
port, pid, seconds, token = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4]
end = time.monotonic() + seconds
counts, lock, trouble = collections.Counter(), threading.Lock(), []
WORDS = "мост река вопрос дорога город школа вечер поезд музей зима лес автобус рынок театр казино".split()

def note(kind, status):
    with lock: counts[f"{kind} {status}"] += 1
    if status >= 500: trouble.append(f"{kind}: HTTP {status}")

def worker(number):
    chance = random.Random(number)
    peer = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    last = None
    def ask(kind, method, path, body=None, headers={}):
        peer.request(method, path, json.dumps(body) if body is not None else None,
                     {**({"Content-Type": "application/json"} if body is not None else {}), **headers})
        answer = peer.getresponse()
        data = answer.read()
        note(kind, answer.status)
        return answer.status, data
    while time.monotonic() < end:
        try:
            key, dice = f"a{chance.randint(1, 20)}", chance.random()
            bearer = {"Authorization": f"Bearer {token}"}
            if dice < 0.35: ask("thread", "GET", f"/v1/articles/{key}/comments?limit=50&sort={chance.choice(['newest', 'oldest', 'top'])}")
            elif dice < 0.5: ask("page", "GET", f"/embed/{key}")
            elif dice < 0.55: ask("feed", "GET", f"/v1/articles/{key}/feed.atom")
            elif dice < 0.6: ask("counts", "GET", f"/v1/counts?url=https://gazeta.example/{key}")
            elif dice < 0.8:
                text = " ".join(chance.choice(WORDS) for _ in range(12)) + f" {number} {chance.random()}"
                status, data = ask("submit", "POST", f"/v1/articles/{key}/comments",
                                   {"text": text, "author": {"name": f"r{chance.randint(1, 5000)}"}})
                if status == 201: last = json.loads(data)
            elif dice < 0.88 and last: ask("vote", "POST", f"/v1/comments/{last['comment']['id']}/votes", {})
            elif dice < 0.91 and last: ask("edit", "PATCH", f"/v1/comments/{last['comment']['id']}", {"text": f"иначе {chance.random()}"}, {"Edit-Token": last["edit_token"]})
            elif dice < 0.93: ask("nonsense", "POST", f"/v1/articles/{key}/comments", {"text": "", "colour": 1})
            elif dice < 0.97:
                status, data = ask("queue", "GET", "/v1/queue?limit=20", headers=bearer)
                cases = [entry["case"]["id"] for entry in json.loads(data).get("cases", [])]
                if cases: ask("review", "POST", "/v1/reviews", {"cases": chance.sample(cases, min(3, len(cases))), "decision": chance.choice(["approve", "spam"])}, bearer)
            else: ask("metrics", "GET", "/metrics")
        except (OSError, http.client.HTTPException) as error:
            trouble.append(f"{type(error).__name__}: {error}")
            peer.close()

def listener(number):
    """Live events: listened to for some seconds, left without a word, again and again."""
    while time.monotonic() < end:
        try:
            peer = socket.create_connection(("127.0.0.1", port), timeout=20)
            peer.sendall(f"GET /v1/articles/a{number % 20 + 1}/events HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            until = time.monotonic() + 2 + number % 7
            while time.monotonic() < min(until, end): peer.recv(65536)
            peer.close()
            note("stream", 200)
        except OSError as error: trouble.append(f"stream: {error}")

def memory():
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS"): return int(line.split()[1]) / 1024

threads = [threading.Thread(target=worker, args=(n,)) for n in range(12)] + [threading.Thread(target=listener, args=(n,)) for n in range(20)]
for thread in threads: thread.start()
sizes, start = [], time.monotonic()
while time.monotonic() < end:
    time.sleep(min(30, max(0.1, end - time.monotonic())))
    sizes.append(memory())
    print(f"{time.monotonic() - start:6.0f} s  {sum(counts.values()):8d} requests  {sizes[-1]:6.1f} MB  "
          f"{len(open(f'/proc/{pid}/maps').readlines())} maps", flush=True)
for thread in threads: thread.join()
for name, count in sorted(counts.items()): print(f"  {name}: {count}")
early, late = sizes[len(sizes) // 3], sizes[-1]
if late > early * 1.2 and late > early + 16: trouble.append(f"memory grew from {early:.0f} to {late:.0f} MB")
for line, count in collections.Counter(trouble).most_common(10): print(f"TROUBLE {count} x {line}")
sys.exit(1 if trouble else 0)
PYTHON
"$program" store verify
