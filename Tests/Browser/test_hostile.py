"""Hostile words in every field on every page: they are shown, and nothing else happens."""

import unittest
import urllib.parse
import urllib.request
from html.parser import HTMLParser

from browser import ARTICLE, BrowserCase

MARK = "zq9"
# Each would run `zq9()` or add an element, if any page let it.
STRINGS = [
    f"<script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f"\"><svg onload={MARK}()>",
    f"'><svg onload={MARK}()>",
    # Marks that make one character with what stands before: compared by characters, the quotation mark is none.
    f"\"\u0301 autofocus onfocus={MARK}() x=\"\u0301",
    f"\"\u200d onmouseover={MARK}() \u200d\"",
    f"'\u0301 onfocus={MARK}() autofocus '\u0301",
    f"<\u0338script>{MARK}()</script>",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"&#60;script&#62;{MARK}()",
    f"http://a.example/\"onmouseover=\"{MARK}()",
    f"https://a.example/'><script>{MARK}()</script>",
    f"javascript:{MARK}()",
    f"</textarea><script>{MARK}()</script>",
    f"</title><script>{MARK}()</script>",
    f"{{{{{{{MARK}}}}}}} {{{{#comments}}}}",
    f"${{{MARK}()}} `{MARK}()`",
    "\u202egnp.exe \u2066\u2067\u2069",
    f"<iframe srcdoc=\"<script>parent.{MARK}()</script>\">",
    f"<math><mtext></p><style><!--</style><img title=\"--><img src=x onerror={MARK}()>\">",
]

# What our pages are made of.
ELEMENTS = set("""html head meta title link script body main header h1 h2 p span b a nav form input button ol ul li article bdi time
 div section label textarea footer fieldset legend details summary select option mark svg rect path text table thead tbody tr
 th td code aside blockquote q dialog dl dt dd kbd br figure figcaption cite noscript iframe img""".split())


class Elements(HTMLParser):
    """Finds handlers and unknown elements in a page as it was sent."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.problems = []

    def handle_starttag(self, tag, attributes):
        if tag not in ELEMENTS:
            self.problems.append(f"element {tag}")
        for name, value in attributes:
            # Text fields grow by a height that our script sets.
            isGrown = tag == "textarea" and name == "style" and value.startswith("height: ")
            if name.startswith("on") or name in ("style", "srcdoc") and not isGrown:
                self.problems.append(f"attribute {name} of {tag}")
            if name in ("href", "src", "action", "formaction") and value and value.strip().lower().startswith(("javascript:", "data:")):
                self.problems.append(f"address in {name} of {tag}")


class HostileTests(BrowserCase):
    def inspect(self, where):
        elements = Elements()
        elements.feed(self.driver.page_source)
        self.assertEqual(elements.problems, [], where)
        self.assertFalse(self.driver.execute_script(f"return !!window.{MARK}hit"), where)
        self.assertEqual([entry for entry in self.errors()], [], where)

    def post(self, path, fields):
        """Sends a form as a browser does, by the reader's page that shows it."""
        page = urllib.request.urlopen(self.demo.address + ARTICLE).read().decode()
        token = page.split('name="token" value="')[1].split('"')[0]
        data = urllib.parse.urlencode({"token": token, **fields}).encode()
        try:
            return urllib.request.urlopen(self.demo.address + path, data).read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def test_every_field_on_every_page(self):
        self.driver.execute_cdp_cmd("Page.enable", {})
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {
            "source": f"window.{MARK} = () => {{ window.{MARK}hit = true; }};"})
        ids = []
        for number, text in enumerate(STRINGS):
            answer = self.post(ARTICLE + "/comments", {
                "text": text, "name": text[:60], "email": "", "parent": ids[-1] if number % 3 == 1 and ids else ""})
            elements = Elements()
            elements.feed(answer)
            self.assertEqual(elements.problems, [], f"the answer to {text!r}")
            if 'data-own="' in answer:
                own = answer.split('data-own="')[1].split('"')[0]
                ids.append(own.split(".")[0])
                shown = self.post(ARTICLE + "/edit", {"own": own, "text": text + " "})
                elements = Elements()
                elements.feed(shown)
                self.assertEqual(elements.problems, [], f"the edit of {text!r}")
            self.post(ARTICLE + "/report", {"comment": ids[0] if ids else "", "reason": "other", "note": text})
            # A draft is handed back in a form.
            page = self.post(ARTICLE, {"text": text, "name": text, "email": text})
            elements = Elements()
            elements.feed(page)
            self.assertEqual(elements.problems, [], f"the draft {text!r}")
        self.assertGreater(len(ids), 10)
        for sort in ("newest", "oldest", "top"):
            self.open(f"{ARTICLE}?sort={sort}")
            self.inspect(sort)
        self.open(ARTICLE + "?" + urllib.parse.urlencode({"only": ids[0], "said": STRINGS[0], "theme": STRINGS[2], "lang": STRINGS[3]}))
        self.inspect("parameters")
        self.sign_in()
        query = urllib.parse.urlencode({"q": STRINGS[2]})
        for path in ["/admin", f"/admin?{query}", f"/admin/selection?{query}", "/admin/log", "/admin/rules", "/admin/figures"]:
            self.open(path)
            self.inspect(path)
        for id in ids:
            self.open(f"/admin/comments/{id}")
            self.inspect(id)
            self.open(self.find("a[href^='/admin/authors/']").get_attribute("href").removeprefix(self.demo.address))
            self.inspect(f"the author of {id}")

    def test_links_lead_only_where_the_web_is(self):
        self.post(ARTICLE + "/comments", {
            "text": "Смотрите https://example.org/путь_(один), или http://user@evil.example/ и ftp://a.example.",
            "name": "Линк"})
        self.open(ARTICLE)
        for link in self.driver.execute_script(
                "return [...document.querySelectorAll('.text a')].map(a => [a.getAttribute('href'), a.rel, a.textContent])"):
            address, relation, words = link
            self.assertTrue(address.startswith(("http://", "https://")))
            self.assertNotIn("user@", address)
            self.assertEqual(relation, "nofollow ugc noopener")
            self.assertEqual(address, words)


if __name__ == "__main__":
    unittest.main()
