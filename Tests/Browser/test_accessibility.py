"""What a checker of accessibility finds: contrast (AA), labels, roles, languages. axe-core comes with
`axe-playwright-python`, of which nothing else is used."""

import importlib.util
import pathlib
import unittest

from browser import ARTICLE, BrowserCase, chromium

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def checker():
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None:
        raise unittest.SkipTest("axe-core is missing: pip install --no-deps axe-playwright-python")
    return next(pathlib.Path(found.submodule_search_locations[0]).rglob("axe.min.js")).read_text()


class AccessibilityTests(BrowserCase):
    dark = False

    def setUp(self):
        self.axe = checker()
        self.driver = chromium(dark=self.dark)
        self.addCleanup(self.driver.quit)

    def findings(self):
        """Each violation as its rule, the first element, and what axe says of it."""
        self.driver.execute_script(self.axe)
        report = self.driver.execute_async_script(
            "const done = arguments[1]; axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}})"
            ".then(done, error => done({violations: [{id: String(error), nodes: []}], passes: []}))", RULES)
        self.assertGreater(len(report["passes"]) + len(report["violations"]), 10, "axe looked at nothing")
        self.assertIn("color-contrast", [rule["id"] for rule in report["passes"] + report["violations"]])
        return [(rule["id"], node["html"][:150], node.get("failureSummary", "")[:300])
                for rule in report["violations"] for node in rule["nodes"][:5]]

    def check(self, path, *states):
        self.open(path)
        self.assertEqual(self.findings(), [], path)
        for selector in states:
            self.press(selector)
            self.assertEqual(self.findings(), [], f"{path} after {selector}")

    def test_reader_page_and_reply(self):
        self.check(ARTICLE, "li button.reply")

    def test_news_page(self):
        self.check("/")

    def test_door(self):
        self.check("/admin/sign-in")

    def test_newsroom(self):
        self.sign_in()
        for path in ("/admin", "/admin/appeals", "/admin/rules", "/admin/rules/try", "/admin/figures", "/admin/log",
                     "/admin/account"):
            self.check(path)

    def test_case_with_reasons_and_ban(self):
        self.sign_in()
        self.press("[data-open]")
        self.until(lambda: self.exists(".subject"), "the case")
        self.assertEqual(self.findings(), [])
        self.press(".reject summary")
        self.press("#ban summary")
        self.assertEqual(self.findings(), [])


class DarkAccessibilityTests(AccessibilityTests):
    dark = True


if __name__ == "__main__":
    unittest.main()
