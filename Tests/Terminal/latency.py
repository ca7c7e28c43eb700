"""How fast the desk is: from starting `moderato review` to the first rows, and from a key to its answer on the screen.

    MODERATO_STORE=comments.sqlite python3 Tests/Terminal/latency.py [PROGRAM] [KEYS]
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time


def read(desk, seconds):
    """What comes until nothing more does for so long."""
    data = b""
    while select.select([desk], [], [], seconds)[0]:
        try:
            piece = os.read(desk, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        data += piece
    return data


def first_screen(program):
    """Seconds until the rows of the queue are there; the terminal and the process."""
    begun = time.monotonic()
    process, desk = pty.fork()
    if process == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(program, [program, "review"])
    fcntl.ioctl(desk, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    while "held".encode() not in seen:
        if not select.select([desk], [], [], 60)[0]:
            raise SystemExit(f"nothing came in a minute: {seen[-400:]!r}")
        seen += os.read(desk, 1 << 16)
    return time.monotonic() - begun, desk, process


def main():
    program = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else ".build-release/release/moderato")
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    starts = []
    for _ in range(5):
        seconds, desk, process = first_screen(program)
        starts.append(seconds * 1000)
        read(desk, 0.5)
        times = []
        for number in range(count):
            key = "jjjjk"[number % 5]
            begun = time.monotonic()
            os.write(desk, key.encode())
            select.select([desk], [], [], 5)
            times.append((time.monotonic() - begun) * 1000)
            read(desk, 0.02)
        opened = []
        for _ in range(20):
            begun = time.monotonic()
            os.write(desk, b"\rj")
            shown = b""
            while b"points; held from" not in shown and time.monotonic() - begun < 5:
                if select.select([desk], [], [], 0.5)[0]:
                    shown += os.read(desk, 1 << 16)
            opened.append((time.monotonic() - begun) * 1000)
            read(desk, 0.05)
            os.write(desk, b"h")
            read(desk, 0.05)
        os.write(desk, b"q")
        read(desk, 0.5)
        os.close(desk)
        os.waitpid(process, 0)
    starts.sort()
    times.sort()
    opened.sort()
    print(f"first rows: median {starts[2]:.0f} ms ({starts[0]:.0f}–{starts[-1]:.0f} over 5 starts)")
    print(f"a key: median {times[len(times) // 2]:.1f} ms, p99 {times[len(times) * 99 // 100]:.1f} ms of {count}")
    print(f"a case opened with why it waits: median {opened[10]:.1f} ms, slowest {opened[-1]:.1f} ms of 20")


main()
