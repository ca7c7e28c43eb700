"""What the browser tests share: a served demonstration, and Chromium with and without scripts."""

import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from selenium import webdriver
from selenium.common.exceptions import (
    InvalidSessionIdException, NoSuchElementException, SessionNotCreatedException, StaleElementReferenceException,
    WebDriverException)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS = 20


def program():
    """The program to test: MODERATO_PROGRAM, or the newest build of this tree."""
    named = os.environ.get("MODERATO_PROGRAM")
    if named:
        return named
    built = [path for path in (ROOT / ".build/debug/moderato", ROOT / ".build-release/release/moderato") if path.exists()]
    if not built:
        raise unittest.SkipTest("no moderato was built; run `make build` first")
    return str(max(built, key=lambda path: path.stat().st_mtime))


class Demo:
    """`moderato demo`, served on a port that the system chooses."""

    def __init__(self):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MODERATO_")}
        # All of a test's readers sit at one address.
        environment["MODERATO_HTTP_ADDRESS_RATE"] = environment["MODERATO_HTTP_AUTHOR_RATE"] = "10000/10000"
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [program(), "demo", "--port", "0", "--format", "json"], stdout=subprocess.PIPE, stderr=self.log,
            env=environment)
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(10)
            self.log.seek(0)
            raise RuntimeError(self.log.read().decode())
        ready = json.loads(line)
        self.address, self.moderator, self.password = ready["address"], ready["moderator"], ready["password"]

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()
        self.log.close()


def chromium(scripts=True, width=1280, height=900, dark=False, language="ru"):
    """A headless Chromium of its own profile."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        raise unittest.SkipTest("Chromium or its driver is missing: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--force-color-profile=srgb", f"--window-size={width},{height}", f"--lang={language}"):
        options.add_argument(argument)
    preferences = {"intl.accept_languages": language}
    if not scripts:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver))
    driver.set_page_load_timeout(60)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    if dark:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    return driver


def once_more_if_the_browser_broke(test):
    """Runs a test again, in a new browser before a new demonstration, if the browser or its driver failed.

    What the page does wrong shows as an element that is missing, a wait that ends or an assertion, and is never tried
    twice.
    """

    @functools.wraps(test)
    def run(self):
        try:
            test(self)
        except WebDriverException as error:
            if type(error) not in (WebDriverException, InvalidSessionIdException, SessionNotCreatedException):
                raise
            print(f"the browser failed ({error.msg}); once more", file=sys.stderr)
            type(self).demo.stop()
            type(self).demo = Demo()
            self.setUp()
            test(self)

    return run


def is_gone(element):
    """Whether an element's page has been left. Between two pages the driver names that in more than one way."""
    try:
        element.is_enabled()
        return False
    except StaleElementReferenceException:
        return True
    except WebDriverException as error:
        if "does not belong to the document" in str(error.msg):
            return True
        raise


class BrowserCase(unittest.TestCase):
    """One demonstration for a whole class of tests, one browser for each test."""

    scripts = True

    def __init_subclass__(cls, **arguments):
        super().__init_subclass__(**arguments)
        for name, test in list(vars(cls).items()):
            if name.startswith("test_"):
                setattr(cls, name, once_more_if_the_browser_broke(test))

    @classmethod
    def setUpClass(cls):
        cls.demo = Demo()
        cls.addClassCleanup(lambda: cls.demo.stop())

    def setUp(self):
        self.driver = chromium(scripts=self.scripts)
        self.addCleanup(self.driver.quit)

    # --- Small words, so that a test reads like what a person does.

    def open(self, path):
        self.driver.get(self.demo.address + path)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def exists(self, selector):
        try:
            return self.find(selector).is_displayed()
        except NoSuchElementException:
            return False

    def until(self, condition, what):
        try:
            return WebDriverWait(
                self.driver, SECONDS, ignored_exceptions=[NoSuchElementException, StaleElementReferenceException]).until(lambda _: condition())
        except Exception as error:
            raise AssertionError(f"waited {SECONDS} s for: {what}; {self.errors()}") from error

    def type(self, selector, text):
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def press(self, selector):
        element = self.find(selector) if isinstance(selector, str) else selector
        element.location_once_scrolled_into_view
        button = element.tag_name == "button"
        element.click()
        # Without scripts every button leads to another page.
        if button and not self.scripts:
            WebDriverWait(self.driver, SECONDS).until(lambda _: is_gone(element))

    def value(self, selector):
        return self.find(selector).get_property("value")

    def errors(self):
        """What the browser complained of, except for answers that a test provokes."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if "Failed to load resource" not in entry["message"]]

    def sign_in(self):
        self.open("/admin")
        self.type("#name", self.demo.moderator)
        self.type("#password", self.demo.password)
        self.press("button.primary")
        self.until(lambda: self.exists(".bar"), "the queue")


ARTICLE = "/embed/sem-magazinov-u-vokzala"


def wait_a_little():
    """Forms that come back faster than a person types are held; tests that want a published comment take their time."""
    time.sleep(4)
