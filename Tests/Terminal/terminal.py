"""What the terminal tests share: the program, a newsroom of its own, and a real terminal (tmux) to press keys in.

Tests wait for what is to be seen, never for time; nothing they start outlives them.
"""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS = 120

WORDS = ("мост река дорога город школа вечер поезд музей зима лес автобус рынок театр площадь завод парк берег улица вокзал "
         "снег собрание выборы совет бюджет газета").split()


def program():
    """The program to test: MODERATO_PROGRAM, or the newest build of this tree."""
    named = os.environ.get("MODERATO_PROGRAM")
    if named:
        return pathlib.Path(named)
    built = [path for path in (ROOT / ".build/debug/moderato", ROOT / ".build-release/release/moderato") if path.exists()]
    if not built:
        raise unittest.SkipTest("no moderato was built; run `make build` first")
    return max(built, key=lambda path: path.stat().st_mtime)


def until(holds, what, shown=lambda: ""):
    """Waits until something holds; what is shown goes into the complaint."""
    end = time.monotonic() + SECONDS
    while True:
        answer = holds()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited {SECONDS} s for: {what}\n{shown()}")
        time.sleep(0.05)


class Terminal:
    """A terminal of a test's own, with a shell in it."""

    def __init__(self, newsroom, columns=100, rows=30, **environment):
        self.socket = str(newsroom.folder / "tmux")
        (newsroom.folder / "tmux.conf").write_text("set -g escape-time 0\nset -g status off\n")
        self.environment = {**newsroom.environment, "TERM": "xterm-256color", **environment}
        self.server = subprocess.Popen(
            ["tmux", "-S", self.socket, "-f", str(newsroom.folder / "tmux.conf"), "-u", "-D"], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: self.tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), "/bin/sh") is not None,
              "tmux to begin")

    def tmux(self, *words):
        """What tmux says; None where it has failed. It is never to begin a server that nobody would end."""
        answer = subprocess.run(["tmux", "-N", "-S", self.socket, *words], env=self.environment, capture_output=True,
                                timeout=SECONDS, stdin=subprocess.DEVNULL)
        return answer.stdout.decode() if answer.returncode == 0 else None

    def press(self, *keys):
        self.tmux("send-keys", *keys)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def run(self, line):
        self.type(line)
        self.press("Enter")

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    @property
    def screen(self):
        return self.tmux("capture-pane", "-p") or ""

    @property
    def line(self):
        """The terminal's name as pkill(1) takes it, such as `pts/3`."""
        return self.tmux("display-message", "-p", "#{pane_tty}").strip().removeprefix("/dev/")

    def until(self, what, holds=None):
        return until(lambda: (holds or (lambda shown: what in shown))(self.screen), what, lambda: self.screen)

    def settled(self, decided):
        """Waits until so many decisions were made and all of them were sent."""
        self.until(f"{decided} decided, all sent",
                   lambda shown: f" {decided} decided" in shown and "to send" not in shown and "NO CONN" not in shown)

    def end(self):
        # Asked to end it would wait for everybody in it; with its terminals gone they end by themselves.
        self.server.kill()
        self.server.wait()


class TerminalCase(unittest.TestCase):
    """A newsroom with an article, in a folder of each test's own."""

    def setUp(self):
        if not shutil.which("tmux"):
            raise unittest.SkipTest("tmux is missing: apt-get install tmux")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="moderato-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.environment = {
            "PATH": f"{program().parent}:/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
            "MODERATO_STORE": str(self.folder / "comments.sqlite"), "MODERATO_AS": "ira",
        }
        self.moderato("articles", "add", "bridge", "--url", "https://gazeta.example/bridge", "--title", "Мост откроют в мае")

    def moderato(self, *words, said=None, status=0):
        """Runs the program to its end; its standard output."""
        answer = subprocess.run([str(program()), *words], env=self.environment, capture_output=True, timeout=SECONDS,
                                input=said.encode() if said else None)
        self.assertEqual(answer.returncode, status, answer.stderr.decode())
        return answer.stdout.decode()

    def submit(self, texts):
        """Comments of as many authors; their ids, in the order of the texts."""
        rows = [json.dumps({"id": str(number), "article": "bridge", "text": text, "author": {"name": f"Автор {number}"}})
                for number, text in enumerate(texts)]
        answers = self.moderato("comments", "submit", "--jsonl", "-", said="\n".join(rows) + "\n")
        told = [json.loads(line) for line in answers.splitlines()]
        return [answer["comment"] for answer in sorted(told, key=lambda answer: int(answer["id"]))]

    def held(self, count):
        """Held comments, each in words of its own, so that no two are taken for one wave."""
        texts = []
        for number in range(count):
            said = [WORDS[(number * (step * step + 3) + step * 7 + number // 25 * step) % len(WORDS)] for step in range(1, 10)]
            said[number % 9:number % 9] = ["идиот", "дебил"]
            texts.append(f"{' '.join(said)} {number}")
        return self.submit(texts)

    def open_cases(self):
        return json.loads(self.moderato("queue", "stats", "--format", "json"))["open"]

    def states(self):
        return json.loads(self.moderato("store", "stats", "--format", "json"))["comments"]

    def terminal(self, columns=100, rows=30, **environment):
        terminal = Terminal(self, columns, rows, **environment)
        self.addCleanup(terminal.end)
        return terminal
