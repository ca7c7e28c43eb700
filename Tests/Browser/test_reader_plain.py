"""Readers: without scripts. The same things must work."""

import unittest

from selenium.webdriver.common.by import By

from browser import ARTICLE, BrowserCase, wait_a_little


class PlainReaderTests(BrowserCase):
    scripts = False

    def test_scripts_are_off(self):
        self.open(ARTICLE)
        self.assertFalse(self.exists("label.remember"))

    def test_comment(self):
        self.open(ARTICLE)
        wait_a_little()
        self.type("#text", "Без скриптов тоже можно спорить.")
        self.type("#name", "Анна")
        self.press("#post")
        self.assertIn("Спасибо", self.find("#status").text)
        self.assertIn("Без скриптов", self.find("li.own .text").text)
        self.assertNotIn("mine=", self.driver.current_url)

    def test_reply_and_cancel_carry_the_draft(self):
        self.open(ARTICLE)
        self.type("#text", "Начал писать наверху")
        self.type("#name", "Анна")
        button = self.all(".act.reply")[1]
        id = button.get_attribute("data-reply")
        self.press(button)
        self.assertTrue(self.all(f"#comment-{id} #respond"))
        self.assertEqual(self.value("#text"), "Начал писать наверху")
        self.assertIn(f"replyto={id}", self.driver.current_url)
        self.find("#text").send_keys(", дописал в ответе")
        self.press("#cancel-reply")
        self.assertTrue(self.all("#home #respond"))
        self.assertEqual(self.value("#text"), "Начал писать наверху, дописал в ответе")
        self.assertEqual(self.value("#name"), "Анна")
        self.assertEqual(self.value("#parent"), "")

    def test_reply_by_address(self):
        self.open(ARTICLE)
        id = self.find(".act.reply").get_attribute("data-reply")
        self.open(f"{ARTICLE}?replyto={id}#respond")
        self.assertTrue(self.all(f"#comment-{id} #respond"))
        self.assertTrue(self.exists("#cancel-reply"))
        self.assertEqual(self.find("#cancel-reply").text, "Отменить ответ")

    def test_mistake_keeps_the_text(self):
        self.open(ARTICLE)
        self.type("#text", "Текст, который стоит сохранить")
        self.type("#name", " ")
        self.press("#post")
        self.assertEqual(self.find("#problem").get_attribute("role"), "alert")
        self.assertEqual(self.value("#text"), "Текст, который стоит сохранить")
        self.assertEqual(self.find("#name").get_attribute("aria-invalid"), "true")

    def test_vanished_parent_offers_the_top(self):
        self.open(ARTICLE)
        wait_a_little()
        self.type("#text", "Сейчас исчезну.")
        self.type("#name", "Призрак")
        self.press("#post")
        own = self.find("li.own")
        id = own.get_attribute("data-id")
        self.press("li.own [formaction$='/delete']")
        first = self.driver.current_window_handle
        self.driver.switch_to.new_window("window")
        self.open(f"{ARTICLE}?replyto={id}#respond")
        self.type("#text", "Ответ тому, кого уже нет")
        self.type("#name", "Борис")
        second = self.driver.current_window_handle
        self.driver.switch_to.window(first)
        self.press("li.own .danger")
        self.driver.switch_to.window(second)
        wait_a_little()
        self.press("#post")
        self.assertIn("больше нет", self.find("#problem").text)
        self.assertEqual(self.value("#text"), "Ответ тому, кого уже нет")
        self.assertEqual(self.find("#post").text, "Опубликовать отдельным комментарием")
        self.press("#post")
        self.assertIn("Ответ тому", self.find("li.own .text").text)
        self.assertEqual(self.find("li.own").get_attribute("data-depth"), "0")

    def test_sent_twice_is_one_comment(self):
        self.open(ARTICLE)
        wait_a_little()
        self.type("#text", "Нажал два раза, потому что долго грузилось.")
        self.type("#name", "Торопыга")
        self.press("#post")
        self.driver.refresh()
        try:
            self.driver.switch_to.alert.accept()
        except Exception:
            pass
        texts = [element.text for element in self.all(".text")]
        self.assertEqual(sum("Нажал два раза" in text for text in texts), 1)

    def test_edit_vote_report(self):
        self.open(ARTICLE)
        wait_a_little()
        self.type("#text", "Можно поправить и без скриптов.")
        self.type("#name", "Анна")
        self.press("#post")
        self.press("li.own [formaction$='/edit']")
        self.type("li.own .inner textarea", "Поправлено без скриптов.")
        self.press("li.own .inner .primary")
        self.assertIn("Поправлено", self.find("li.own .text").text)
        vote = next(button for button in self.all(".vote") if button.get_attribute("aria-pressed") == "false")
        id = vote.get_attribute("value")
        self.press(vote)
        self.assertEqual(self.find(f"#body-{id} .vote").get_attribute("aria-pressed"), "true")
        self.assertTrue(self.exists("li.own"), "the own comment is carried along")
        self.press(f"#body-{id} .report")
        self.press(f"#body-{id} [value=spam]")
        self.press(f"#body-{id} .inner .primary")
        self.assertIn("жалоба принята", self.find("#status").text)

    def test_article_shows_the_discussion(self):
        self.open("/news/sem-magazinov-u-vokzala")
        self.driver.switch_to.frame(self.find("noscript iframe, .discussion iframe"))
        self.assertTrue(self.exists("#respond"))


if __name__ == "__main__":
    unittest.main()
