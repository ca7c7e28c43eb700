"""`moderato review` in a real terminal."""

import json
import subprocess
import unittest

from terminal import TerminalCase, program


class ReviewTests(TerminalCase):
    def test_whole_sitting(self):
        """Two hundred cases, from the first to the last; some are taken back and decided otherwise."""
        self.held(200)
        terminal = self.terminal()
        terminal.run("moderato review; echo left with $?")
        terminal.until("200 waiting")
        terminal.press("Enter")
        terminal.until("insult")
        for turn in range(1, 41):
            terminal.press("f", "s", "d", "1", "f", "s")
            terminal.settled(turn * 5)
            if turn % 10:
                continue
            terminal.press("z", "z")
            terminal.settled(turn * 5 - 2)
            terminal.until("both are back", lambda shown: "Nothing waits" not in shown and "Asking for" not in shown)
            terminal.press("s", "f")
            terminal.settled(turn * 5)
        terminal.until("Nothing waits")
        terminal.press("q")
        terminal.until("200 comments decided")
        terminal.until("left with 0")
        self.assertEqual(self.open_cases(), 0)
        states = self.states()
        self.assertEqual((states["approved"], states["spam"], states["rejected"]), (80, 80, 40))
        self.moderato("store", "verify")
        self.moderato("log", "verify")

    def test_wave_is_one_row_decided_and_taken_back_as_one(self):
        self.submit([f"Ты идиот и дебил, это давно знают все соседи по улице, не спорь со мной № {number}" for number in range(30)])
        before = self.open_cases()
        self.assertGreaterEqual(before, 10)
        terminal = self.terminal()
        terminal.run("moderato review")
        terminal.until("×30")
        terminal.press("Enter")
        terminal.until("Nearly the same words")
        terminal.press("w")
        terminal.until("of this wave")
        terminal.press("s")
        terminal.until("Nothing waits")
        self.assertEqual(self.open_cases(), 0)
        terminal.press("z")
        terminal.until("the wave again", lambda shown: "×30" in shown or "wave of 30" in shown)
        self.assertEqual(self.open_cases(), before)
        self.moderato("store", "verify")

    def test_colleague_who_was_faster_is_told_and_nothing_is_decided_twice(self):
        first = self.held(2)[0]
        terminal = self.terminal()
        terminal.run("moderato review")
        terminal.until("2 waiting")
        terminal.until("Автор 0")
        # The desk has read the case, but not claimed it.
        self.moderato("queue", "approve", first, "--as", "vera")
        terminal.press("/")
        terminal.until("in the cases that are loaded")
        terminal.type("Автор 0")
        terminal.press("Enter")
        terminal.press("s")
        terminal.until("not done")
        self.assertIn('"approved"', self.moderato("comments", "show", first, "--format", "json"))

    def test_smaller_window_and_an_id_from_elsewhere(self):
        wanted = self.held(30)[29]
        terminal = self.terminal(columns=140, rows=40)
        terminal.run("moderato review")
        terminal.until("30 waiting")
        terminal.resize(80, 24)
        terminal.until("drawn for 80 columns", lambda shown: shown.splitlines()[0].rstrip().endswith("ira"))
        terminal.press(":")
        terminal.until("go to:")
        terminal.type(f"https://gazeta.example/news#comment-{wanted}")
        terminal.press("Enter")
        terminal.until("Автор 29  on")
        terminal.press("e")
        terminal.until("question:")
        terminal.type("Это цитата?")
        terminal.press("Enter")
        terminal.until("asked: Это цитата?")
        terminal.press("t")
        terminal.until("tags:")
        terminal.type("выборы цитата")
        terminal.press("Enter")
        terminal.until("#выборы #цитата")
        terminal.press("?")
        terminal.until("any key goes back")
        terminal.press("x")
        terminal.press("q")
        terminal.until("0 comments decided")

    def test_terminal_is_given_back_whatever_happens(self):
        self.held(2)
        for signal in ("TERM", "KILL"):
            terminal = self.terminal()
            terminal.run("moderato review")
            terminal.until("2 waiting")
            subprocess.run(["pkill", f"-{signal}", "-x", "moderato", "-t", terminal.line], check=True)
            terminal.until("the shell's own screen", lambda shown: "waiting" not in shown and "moderato review" in shown)

            # What the shell asked while the desk's screen was still there went with it.
            def asks(shown):
                if shown.split()[-1:] in (["#"], ["$"]):
                    return True
                terminal.press("Enter")
                return False

            terminal.until("the shell asks again", asks)
            terminal.run("clear; stty -a | tr ' ;' '\\n\\n' | grep -x -e echo -e -echo")
            terminal.until("echo is on again", lambda shown: "echo" in shown.splitlines())
            terminal.end()

    def test_server_that_dies_loses_nothing(self):
        self.held(8)
        self.moderato("users", "add", "ira", "--role", "moderator", "--no-password")
        token = json.loads(self.moderato(
            "users", "token", "add", "ira", "--label", "desk", "--scope", "read", "--scope", "decide", "--format", "json"))["token"]
        server, address = self.serve("0")
        terminal = self.terminal(MODERATO_TOKEN=token, MODERATO_STORE=str(self.folder / "none.sqlite"))
        terminal.run(f"moderato review --server {address}; echo left with $?")
        terminal.until("8 waiting")
        terminal.press("f", "f")
        terminal.settled(2)
        server.kill()
        server.wait()
        terminal.press("s", "s", "f")
        terminal.until("NO CONNECTION")
        terminal.until("3 to send")
        server, _ = self.serve(address.rsplit(":", 1)[1])
        terminal.settled(5)
        terminal.press("z")
        terminal.settled(4)
        terminal.press("q")
        terminal.until("left with 0")
        server.terminate()
        server.wait()
        states = self.states()
        self.assertEqual((states["approved"], states["spam"], states["pending"]), (2, 2, 4))
        self.moderato("store", "verify")

    def serve(self, port):
        server = subprocess.Popen([str(program()), "serve", "--port", port, "--format", "json"], env=self.environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: (server.kill(), server.wait(), server.stdout.close()))
        return server, json.loads(server.stdout.readline())["address"]


if __name__ == "__main__":
    unittest.main()
