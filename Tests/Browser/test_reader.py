"""Readers: with scripts."""

import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import ARTICLE, BrowserCase, wait_a_little


class ReaderTests(BrowserCase):
    def write(self, text, name="Мария Петрова"):
        self.type("#text", text)
        self.type("#name", name)

    def test_comment_appears_in_place_and_form_is_fresh(self):
        self.open(ARTICLE)
        token = self.value("[name=token]")
        wait_a_little()
        self.write("Спасибо, что написали об этом подробно.")
        self.press("#post")
        self.until(lambda: self.exists("li.own .text"), "the own comment")
        self.assertIn("Спасибо, что написали", self.find("li.own .text").text)
        self.assertEqual(self.value("#text"), "")
        self.assertNotEqual(self.value("[name=token]"), token)
        self.until(lambda: self.find("#status").text != "", "a word about what happened")
        self.assertEqual(self.driver.current_url.split("?")[0].split("#")[0], self.demo.address + ARTICLE)
        self.assertEqual(self.errors(), [])

    def test_held_comment_is_marked_and_stays_after_loading_again(self):
        self.open(ARTICLE)
        wait_a_little()
        self.write("Звоните мне по номеру 8 912 345-67-89, расскажу больше.", "Пётр")
        self.press("#post")
        self.until(lambda: self.exists("li.own .notice"), "the notice")
        self.assertIn("Ждёт проверки", self.find("li.own .notice").text)
        self.driver.refresh()
        self.until(lambda: self.exists("li.own .notice"), "the notice again, from this browser's memory")

    def test_reply_moves_the_form_and_cancel_brings_it_back(self):
        self.open(ARTICLE)
        self.type("#text", "Черновик, который нельзя потерять")
        button = self.all(".act.reply")[1]
        comment = button.find_element(By.XPATH, "ancestor::li")
        self.press(button)
        self.until(lambda: comment.find_elements(By.ID, "respond"), "the form under the comment")
        self.assertEqual(self.value("#text"), "Черновик, который нельзя потерять")
        self.assertEqual(self.value("#parent"), comment.get_attribute("data-id"))
        self.assertEqual(self.find("#respond-title").text, "Ответ на комментарий")
        self.assertEqual(self.driver.switch_to.active_element.get_attribute("id"), "text")
        self.find("#text").send_keys(" — ещё слово")
        self.press("#cancel-reply")
        self.until(lambda: self.all("#home #respond"), "the form at its place")
        self.assertEqual(self.value("#text"), "Черновик, который нельзя потерять — ещё слово")
        self.assertEqual(self.value("#parent"), "")
        self.assertFalse(self.exists("#cancel-reply"))
        self.assertEqual(self.driver.switch_to.active_element, button)
        self.until(lambda: "Ответ отменён" in self.find("#status").text, "the announcement")
        self.assertEqual(self.errors(), [])

    def test_escape_cancels_and_twice_is_once(self):
        self.open(ARTICLE)
        self.press(".act.reply")
        self.find("#text").send_keys("Слова" + Keys.ESCAPE)
        self.until(lambda: self.value("#parent") == "", "no reply")
        self.find("#text").send_keys(Keys.ESCAPE)
        self.assertEqual(self.value("#text"), "Слова")

    def test_reply_lands_behind_the_branch(self):
        self.open(ARTICLE + "?sort=oldest")
        wait_a_little()
        button = self.find(".act.reply")
        parent = button.find_element(By.XPATH, "ancestor::li").get_attribute("data-id")
        self.press(button)
        self.write("Согласна с вами полностью.")
        self.press("#post")
        self.until(lambda: self.exists("li.own"), "the reply")
        own = self.find("li.own")
        self.assertEqual(own.get_attribute("data-parent"), parent)
        above = own.find_element(By.XPATH, "preceding-sibling::li[1]")
        self.assertGreaterEqual(int(above.get_attribute("data-depth")) + 1, 1)
        self.assertTrue(self.all("#home #respond"))

    def test_draft_survives_closing_the_page(self):
        self.open(ARTICLE)
        self.type("#text", "Допишу потом")
        self.until(lambda: self.driver.execute_script("return Object.keys(localStorage).some(k => k.includes('draft'))"), "a kept draft")
        self.open("/")
        self.open(ARTICLE)
        self.until(lambda: self.value("#text") == "Допишу потом", "the draft")

    def test_text_stays_when_the_site_is_out_of_reach(self):
        self.open(ARTICLE)
        self.write("Этот текст ещё пригодится")
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
            "offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0})
        self.press("#post")
        self.until(lambda: self.exists("#problem"), "the problem")
        self.assertIn("нет связи", self.find("#problem").text)
        self.assertEqual(self.value("#text"), "Этот текст ещё пригодится")

    def test_edit_and_delete_within_the_window(self):
        self.open(ARTICLE)
        wait_a_little()
        self.write("Первая мысль не всегда лучшая.")
        self.press("#post")
        self.until(lambda: self.exists("li.own"), "the comment")
        self.press("li.own [formaction$='/edit']")
        self.until(lambda: self.exists("li.own textarea"), "the editor")
        self.type("li.own .inner textarea", "Вторая мысль лучше первой.")
        self.press("li.own .inner .primary")
        self.until(lambda: self.exists("li.own .text") and "Вторая" in self.find("li.own .text").text, "the new words")
        self.press("li.own [formaction$='/delete']")
        self.until(lambda: self.exists("li.own .danger"), "the question")
        self.press("li.own .danger")
        self.until(lambda: not self.all("li.own .text"), "the comment gone")

    def test_vote_and_take_it_back(self):
        self.open(ARTICLE)
        vote = lambda: self.find("#thread > li .vote")
        before = int(vote().find_element(By.CSS_SELECTOR, ".votes").text)
        self.press(vote())
        self.until(lambda: vote().get_attribute("aria-pressed") == "true", "a counted vote")
        self.assertEqual(int(vote().find_element(By.CSS_SELECTOR, ".votes").text), before + 1)
        self.press(vote())
        self.until(lambda: vote().get_attribute("aria-pressed") == "false", "the vote taken back")
        self.assertEqual(int(vote().find_element(By.CSS_SELECTOR, ".votes").text), before)

    def test_report_with_a_reason(self):
        self.open(ARTICLE)
        item = self.find("#thread > li")
        self.press(item.find_element(By.CSS_SELECTOR, ".report"))
        self.until(lambda: item.find_elements(By.CSS_SELECTOR, "[value=off_topic]"), "the reasons")
        self.press(item.find_element(By.CSS_SELECTOR, "[value=off_topic]"))
        self.press(item.find_element(By.CSS_SELECTOR, ".inner .primary"))
        self.until(lambda: "жалоба принята" in self.find("#status").text, "thanks")

    def test_more_of_the_thread(self):
        self.open(ARTICLE)
        if not self.all("#more"):
            self.skipTest("this thread has one page")
        before = len(self.all("#thread > li"))
        self.press("#more")
        self.until(lambda: len(self.all("#thread > li")) > before, "more comments")
        ids = [item.get_attribute("id") for item in self.all("#thread > li")]
        self.assertEqual(len(ids), len(set(ids)))

    def test_new_comments_are_announced_not_pushed(self):
        self.open(ARTICLE)
        before = len(self.all("#thread > li"))
        first = self.driver.current_window_handle
        self.driver.switch_to.new_window("window")
        self.open(ARTICLE)
        wait_a_little()
        self.write("Новость для тех, кто читает рядом.", "Сосед")
        self.press("#post")
        self.until(lambda: self.exists("li.own"), "the comment")
        state = self.all("li.own .notice")
        self.driver.switch_to.window(first)
        if state:
            self.skipTest("the comment was held")
        self.until(lambda: self.exists("#fresh"), "a quiet button")
        self.assertEqual(len(self.all("#thread > li")), before)
        self.press("#fresh")
        self.until(lambda: len(self.all("#thread > li")) == before + 1, "the new comment")
        self.assertFalse(self.exists("#fresh"))

    def test_widget_inside_an_article(self):
        self.open("/news/sem-magazinov-u-vokzala")
        frame = self.until(lambda: self.all("#moderato iframe") and self.find("#moderato iframe"), "the frame")
        self.driver.execute_script("arguments[0].scrollIntoView()", frame)
        self.until(lambda: frame.size["height"] > 1000, "a frame as high as its page")
        self.driver.switch_to.frame(frame)
        self.until(lambda: self.exists("#respond"), "the form in the frame")
        self.assertEqual(self.driver.execute_script("return document.cookie"), "")
        accent = self.driver.execute_script(
            "return getComputedStyle(document.documentElement).getPropertyValue('--moderato-accent').trim()")
        self.assertEqual(accent, "#8c1c13")


if __name__ == "__main__":
    unittest.main()
