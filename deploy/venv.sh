#!/usr/bin/env bash
# Make .venv if there is none, and install exactly what a lock file says.   deploy/venv.sh PYTHON LOCKFILE
set -euo pipefail
python=$1 lock=$2

if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "需要 Python 3.11 或更新版本。Needs Python 3.11 or newer: apt-get install python3 python3-venv" >&2
    exit 1
fi
if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv || {
        echo "不能建立 .venv。Cannot make .venv: apt-get install python3-venv" >&2
        exit 1
    }
fi
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock"
