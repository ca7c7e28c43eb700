"""Draws the pictures of Docs/Pictures from a served demonstration. Run by hand: python3 Tests/Browser/pictures.py"""

import base64
import shutil
import subprocess

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from browser import ARTICLE, ROOT, Demo, chromium, wait_a_little

FOLDER = ROOT / "Docs/Pictures"
BYTES_MAX = 150_000


DRAFT = """- id: try.shops
  intent: Talk of shops, to see what a careless word would do
  owner: desk
  category: advert
  match: { substrings: [магазин] }
  score: 5
  tests: { hit: [Магазинов много], miss: [Вокзал] }
"""


class Painter:
    def __init__(self, demo):
        self.demo = demo

    def browser(self, **options):
        self.driver = chromium(**options)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def open(self, path):
        self.driver.get(self.demo.address + path)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def press(self, selector):
        element = self.find(selector)
        element.location_once_scrolled_into_view
        element.click()

    def until(self, selector):
        WebDriverWait(self.driver, 20).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, selector))

    def type(self, selector, text):
        self.find(selector).clear()
        self.find(selector).send_keys(text)

    def shoot(self, name, selector=None, height=None):
        """A picture of the window, or of the part of the page that begins at an element."""
        width, window = self.driver.execute_script("return [innerWidth, innerHeight]")
        top = 0
        if selector:
            top = self.driver.execute_script(
                "return arguments[0].getBoundingClientRect().top + scrollY - 24", self.find(selector))
        answer = self.driver.execute_cdp_cmd("Page.captureScreenshot", {
            "format": "png", "captureBeyondViewport": True,
            "clip": {"x": 0, "y": max(0, top), "width": width, "height": height or window, "scale": 1}})
        path = FOLDER / f"{name}.png"
        path.write_bytes(base64.b64decode(answer["data"]))
        if shutil.which("pngquant"):
            subprocess.run(["pngquant", "--force", "--skip-if-larger", "--speed", "1", "--output", path, "64", path])
        size = path.stat().st_size
        assert size <= BYTES_MAX, f"{path.name} has {size} bytes"
        print(f"{path.name}: {size} bytes")

    def sign_in(self):
        self.open("/admin")
        self.type("#name", self.demo.moderator)
        self.type("#password", self.demo.password)
        self.press("button.primary")
        self.until(".bar")


def main():
    FOLDER.mkdir(exist_ok=True)
    demo = Demo()
    painter = Painter(demo)
    try:
        with painter.browser(width=1000, height=1000):
            painter.open(ARTICLE)
            painter.shoot("reader")
        with painter.browser(width=1100, height=1000):
            painter.open("/news/sem-magazinov-u-vokzala")
            painter.shoot("article")
        with painter.browser(width=390, height=844):
            painter.open(ARTICLE)
            painter.shoot("phone")
        with painter.browser(width=1000, height=900, dark=True):
            painter.open(ARTICLE)
            painter.shoot("dark")
        with painter.browser(width=1000, height=900, scripts=False):
            painter.open(ARTICLE)
            painter.type("#text", "Без скриптов тоже можно отвечать, и текст не пропадёт.")
            painter.press("#thread > li:nth-child(2) .reply")
            painter.shoot("no-script", "#thread > li:nth-child(1)", height=620)
        with painter.browser(width=1000, height=900):
            painter.open(ARTICLE)
            painter.type("#text", "Не соглашусь: в прошлом году было иначе, и вот почему.")
            painter.press("#thread > li:nth-child(2) .reply")
            painter.shoot("reply", "#thread > li:nth-child(1)", height=620)
            painter.press("#cancel-reply")
            painter.until("#status:not(:empty)")
            painter.shoot("reply-cancelled", ".top", height=620)
        with painter.browser(width=1000, height=900):
            painter.open(ARTICLE)
            wait_a_little()
            painter.type("#text", "Звоните мне по номеру 8 912 345-67-89, расскажу, что видел у мастерской.")
            painter.type("#name", "Пётр")
            painter.press("#post")
            painter.until("li.own .notice")
            painter.shoot("pending", ".top", height=760)
        with painter.browser(width=1200, height=900):
            painter.sign_in()
            painter.shoot("queue")
            painter.press("[data-case]:nth-child(2) [data-open]")
            painter.until(".decide")
            painter.shoot("case")
            painter.open("/admin/figures")
            painter.shoot("figures")
        with painter.browser(width=1200, height=1000):
            painter.sign_in()
            painter.open("/admin/rules/try")
            painter.type("#text", "Магазинов у вокзала хватает, а лучшее к@зино города ждёт вас: пишите в телеграм!")
            painter.type("#draft", DRAFT)
            painter.press(".trial button.primary")
            painter.until("#changed")
            painter.shoot("rule-try", "h1", height=1640)
    finally:
        demo.stop()


if __name__ == "__main__":
    main()
