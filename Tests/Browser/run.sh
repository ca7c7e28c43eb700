#!/bin/sh
# Runs the browser tests; installs Chromium, its driver and Selenium where they are missing, and says so.
set -e
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
python=${PYTHON:-python3}
if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "installing chromium and chromium-driver (Debian) for the browser tests"
    apt-get update -qq
    apt-get install -y -qq chromium chromium-driver >/dev/null
  else
    echo "skipped: the browser tests need chromium and chromedriver (Debian: chromium, chromium-driver)"
    exit 0
  fi
fi
if ! "$python" -c 'import selenium, axe_playwright_python' 2>/dev/null; then
  environment=$root/.build/browser-tests
  "$environment/bin/python" -c 'import selenium, axe_playwright_python' 2>/dev/null || {
    echo "installing selenium and axe (PyPI) into $environment for the browser tests"
    "$python" -m venv "$environment" && "$environment/bin/python" -m pip install -q selenium &&
      "$environment/bin/python" -m pip install -q --no-deps axe-playwright-python
  } || { echo "skipped: selenium could not be installed"; exit 0; }
  python=$environment/bin/python
fi
exec "$python" -m unittest -v "$@"
