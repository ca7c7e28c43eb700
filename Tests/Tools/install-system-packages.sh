#!/bin/sh
# Installs the system libraries that the build needs, where they are missing. Says what is missing where it cannot.
set -eu

missing=""
has_header() { printf '#include <%s>\n' "$1" | cc -E -DPCRE2_CODE_UNIT_WIDTH=8 -x c - >/dev/null 2>&1; }

need() { # header, apt package, brew formula
  if has_header "$1"; then return; fi
  missing="$missing $1"
  apt_packages="${apt_packages-} $2"
  brew_formulas="${brew_formulas-} $3"
}

need pcre2.h libpcre2-dev pcre2
need sqlite3.h libsqlite3-dev sqlite

# Tests of the review desk sit in a terminal of tmux; without it they are skipped, so that its absence stops nothing.
if ! command -v tmux >/dev/null 2>&1; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
    echo "Installing: tmux"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq tmux; } ||
      echo "tmux could not be installed: tests of the review desk are skipped" >&2
  else
    echo "tmux is missing: tests of the review desk are skipped" >&2
  fi
fi

if [ -z "$missing" ]; then exit 0; fi

if command -v apt-get >/dev/null 2>&1; then
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
  echo "Installing:$apt_packages"
  $as_root apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq $apt_packages
elif command -v brew >/dev/null 2>&1; then
  # shellcheck disable=SC2086
  brew install $brew_formulas
else
  echo "Missing C headers:$missing" >&2
  echo "Install PCRE2 10.42 or newer and SQLite 3.37 or newer with their headers, then try again." >&2
  exit 2
fi
