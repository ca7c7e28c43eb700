#!/bin/sh
# Runs the terminal tests; installs tmux where it is missing, and says so.
set -e
cd "$(dirname "$0")"
if ! command -v tmux >/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "installing tmux (Debian) for the terminal tests"
    apt-get update -qq
    apt-get install -y -qq tmux >/dev/null
  else
    echo "skipped: the terminal tests need tmux"
    exit 0
  fi
fi
exec "${PYTHON:-python3}" -m unittest -v "$@"
