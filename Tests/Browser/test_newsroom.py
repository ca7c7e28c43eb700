"""Moderators: with scripts, by keys."""

import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import BrowserCase


DRAFT = """rules:
- id: try.bridge
  intent: A word that many comments of the demonstration have
  owner: desk
  category: other
  match: { substrings: [мост, магазин] }
  score: 20
  tests: { hit: [мосту], miss: [река] }
"""


class NewsroomTests(BrowserCase):
    def keys(self, text):
        self.find("body").send_keys(text)

    def open_first_case(self):
        self.open("/admin")
        self.press("[data-open]")
        self.until(lambda: self.exists(".subject"), "the case")

    def test_nobody_enters_without_a_password(self):
        self.open("/admin/rules")
        self.assertIn("/admin/sign-in", self.driver.current_url)
        self.type("#name", self.demo.moderator)
        self.type("#password", "wrong password")
        self.press("button.primary")
        self.assertIn("не подошли", self.find("#problem").text)
        self.assertEqual(self.value("#name"), self.demo.moderator)

    def test_sign_in_leads_where_one_wanted_to_go(self):
        self.open("/admin/rules")
        self.type("#name", self.demo.moderator)
        self.type("#password", self.demo.password)
        self.press("button.primary")
        self.until(lambda: self.driver.current_url.endswith("/admin/rules"), "the rules")
        self.assertTrue(self.exists("table.rules"))
        self.assertEqual(self.errors(), [])

    def test_keys_open_approve_and_undo(self):
        self.sign_in()
        before = len(self.all("[data-case]"))
        self.keys("j")
        self.assertEqual(len(self.all(".case.current")), 1)
        self.find(".case.current [data-open]").send_keys(Keys.ENTER)
        self.until(lambda: self.exists(".decide"), "the case")
        self.keys("f")
        self.until(lambda: self.exists(".flash"), "what was done")
        self.assertIn("Одобрено", self.find(".flash").text)
        self.keys("z")
        self.until(lambda: self.exists(".flash") and "Решение отменено" in self.find(".flash").text, "the undo")
        self.open("/admin")
        self.assertEqual(len(self.all("[data-case]")), before)
        self.assertEqual(self.errors(), [])

    def test_reject_asks_for_a_reason_by_digit(self):
        self.sign_in()
        self.open_first_case()
        self.keys("d")
        self.until(lambda: self.exists(".reasons"), "the reasons")
        self.driver.switch_to.active_element.send_keys("2")
        self.until(lambda: self.exists(".flash"), "what was done")
        self.assertIn("Отклонено", self.find(".flash").text)
        self.keys("z")
        self.until(lambda: self.exists(".flash") and "Решение отменено" in self.find(".flash").text, "the undo")

    def test_cyrillic_layout_means_the_same_keys(self):
        self.sign_in()
        self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", "key": "о", "code": "KeyJ", "text": "о"})
        self.assertEqual(len(self.all(".case.current")), 1)

    def test_ticked_cases_are_decided_together_and_undone_together(self):
        self.sign_in()
        before = len(self.all("[data-case]"))
        for box in self.all("[data-pick]")[:3]:
            self.press(box)
        self.press(".bulk button[value=spam]")
        self.until(lambda: self.exists(".flash"), "what was done")
        self.assertIn("3 комментария", self.find(".flash").text)
        self.assertEqual(len(self.all("[data-case]")), before - 3)
        self.press("#undo")
        self.until(lambda: "Решение отменено" in self.find(".flash").text, "the undo")
        self.assertEqual(len(self.all("[data-case]")), before)

    def test_query_preview_and_decision(self):
        self.sign_in()
        self.open("/admin?q=category%3Aspam")
        if not self.all("[data-case]"):
            self.skipTest("no spam waits")
        found = len(self.all("[data-case]"))
        self.press("a[href^='/admin/selection']")
        self.until(lambda: self.exists("input[name=fingerprint]") or self.all("input[name=fingerprint]"), "the preview")
        self.press(".decide button[value=spam]")
        self.until(lambda: self.exists(".flash"), "what was done")
        self.press("#undo")
        self.until(lambda: "Решение отменено" in self.find(".flash").text, "the undo")
        self.open("/admin?q=category%3Aspam")
        self.assertEqual(len(self.all("[data-case]")), found)

    def test_wrong_query_is_explained(self):
        self.sign_in()
        self.open("/admin?q=colour%3Ared")
        self.assertIn("Запрос не понят", self.find("#query-problem").text)
        self.assertEqual(self.value("#q"), "colour:red")

    def test_stale_decision_is_a_conflict(self):
        self.sign_in()
        self.open_first_case()
        case = self.driver.current_url
        first = self.driver.current_window_handle
        self.driver.switch_to.new_window("window")
        self.driver.get(case)
        self.press(".decide button[value=approve]")
        self.until(lambda: self.exists(".flash"), "what was done")
        undo = self.find("#undo")
        second = self.driver.current_window_handle
        self.driver.switch_to.window(first)
        self.press(".decide button[value=spam]")
        self.until(lambda: "не применено" in self.find("h1").text, "the conflict")
        self.driver.switch_to.window(second)
        self.press(undo)

    def test_evidence_is_marked_in_the_authors_words(self):
        self.sign_in()
        self.open_first_case()
        text = self.driver.execute_script("return document.querySelector('.whole').textContent")
        self.assertTrue(text.strip())
        if self.all(".whole mark"):
            self.assertTrue(self.find(".whole mark").get_attribute("title"))

    def test_coarse_words_are_hidden_until_asked_for(self):
        self.sign_in()
        self.open("/admin?q=category%3Aobscene,abuse,hate")
        if not self.all("mark .veil"):
            self.skipTest("nothing coarse waits")
        self.assertTrue(self.find("mark .veil").is_displayed())
        self.assertFalse(self.find("mark .word").is_displayed())
        self.keys("m")
        self.assertTrue(self.find("mark .word").is_displayed())
        self.assertFalse(self.find("mark .veil").is_displayed())

    def test_ban_and_lift(self):
        self.sign_in()
        self.open_first_case()
        self.keys("b")
        self.type("#sanction-reason", "Проверка")
        self.press("[name=kind][value=ban]")
        self.until(lambda: self.exists(".flash"), "what was done")
        self.assertIn("заблокирован", self.find(".flash").text)
        self.press("#ban summary")
        self.press("[name=kind][value=none]")
        self.until(lambda: "Ограничение снято" in self.find(".flash").text, "the lifted sanction")

    def test_every_page_opens_without_a_complaint(self):
        self.sign_in()
        for path in ("/admin", "/admin/appeals", "/admin/rules", "/admin/rules/try", "/admin/figures", "/admin/log",
                     "/admin/account"):
            self.open(path)
            self.assertTrue(self.exists("h1"), path)
            self.assertEqual(self.errors(), [], path)
        self.open("/admin/figures")
        self.assertGreater(len(self.all("svg rect")), 3)

    def test_help_and_sign_out(self):
        self.sign_in()
        self.keys("?")
        self.assertTrue(self.exists("#keys"))
        self.find("#keys button").click()
        self.press(".me button")
        self.until(lambda: "/admin/sign-in" in self.driver.current_url, "the door")
        self.open("/admin")
        self.assertIn("/admin/sign-in", self.driver.current_url)


class PlainNewsroomTests(BrowserCase):
    """Moderators without scripts."""

    scripts = False

    def test_decide_and_undo_with_a_mouse(self):
        self.sign_in()
        before = len(self.all("[data-case]"))
        self.press("[data-open]")
        self.press(".reject summary")
        self.press(".reasons button")
        self.assertIn("Отклонено", self.find(".flash").text)
        self.press("#undo")
        self.assertIn("Решение отменено", self.find(".flash").text)
        self.open("/admin")
        self.assertEqual(len(self.all("[data-case]")), before)

    def test_try_a_text_and_a_draft_of_rules(self):
        self.sign_in()
        self.open("/admin/rules")
        self.press("a[href='/admin/rules/try']")
        self.type("#text", "Лучшее казино города, ждём на мосту")
        self.type("#draft", DRAFT)
        self.press(".trial button.primary")
        self.assertIn("мост", [mark.text for mark in self.all(".whole mark")])
        self.assertTrue(self.exists("#enough"))
        self.assertGreater(int(self.find("#changed").text), 0)
        self.assertTrue(self.exists(".flips mark"))
        self.assertEqual(self.value("#draft"), DRAFT)
        self.type("#draft", DRAFT.replace("category: other", "category: othr"))
        self.press(".trial button.primary")
        self.assertIn("draft:5:", self.find(".findings").text)
        self.assertFalse(self.exists("#changed"))

    def test_take_and_release(self):
        self.sign_in()
        self.press("[data-open]")
        self.press("#claim button")
        self.assertIn("За вами", self.find(".lease-line").text)
        self.press("form[action='/admin/releases'] button")
        self.assertTrue(self.exists("#claim"))


if __name__ == "__main__":
    unittest.main()
