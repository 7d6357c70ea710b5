"""Fuzz every reader, led by what of it was reached: ``python -m tests.fuzz SECONDS [READER …]``, on Linux.

A crash, a wait of more than 20 seconds or more than a gigabyte of memory ends it with the input that did it.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

WAIT, MEMORY = 20, 1024  # seconds for one input; MiB of the whole process
ONE = "--one"
STATS = re.compile(r"stat::(\w+):\s+(\d+)")
KEPT = Path("build/fuzz")  # the inputs that broke something


def main(seconds: int, names: list[str]) -> int:
    """Run each reader in a process of its own and print a line for each; 1 if one broke."""
    from tests.fuzz.targets import TARGETS

    print(f"{'reader':14} {'inputs':>10} {'a second':>9} {'most memory':>12}")
    broken = 0
    for name in names or TARGETS:
        run = _one(name, seconds)
        told = dict(STATS.findall(run.stderr))
        count, memory = int(told.get("number_of_executed_units", 0)), told.get("peak_rss_mb", "?")
        print(f"{name:14} {count:>10,} {count // max(seconds, 1):>9,} {memory:>8} MiB", flush=True)
        if run.returncode:
            broken = 1
            print(run.stderr[-4000:], file=sys.stderr)
    return broken


def _one(name: str, seconds: int) -> subprocess.CompletedProcess[str]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        options = [f"-max_total_time={seconds}", f"-timeout={WAIT}", f"-rss_limit_mb={MEMORY}"]
        options += ["-print_final_stats=1", f"-artifact_prefix={KEPT}/", "-max_len=20000"]
        command = [sys.executable, "-m", "tests.fuzz", ONE, name, corpus, *options]
        return subprocess.run(command, capture_output=True, text=True, errors="replace")


def fuzz(name: str, corpus: str, options: list[str]) -> None:
    """Fuzz one reader in this process; it ends with the process."""
    import atheris

    with atheris.instrument_imports(include=["appraisal", "zipfile", "json"]):
        from tests.fuzz.targets import TARGETS, outcome
    target = TARGETS[name]
    for example in target.examples:
        (Path(corpus) / hashlib.sha256(example).hexdigest()).write_bytes(example)
    atheris.Setup([sys.argv[0], *options, corpus], lambda content: outcome(target, content) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1] == ONE:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        fuzz(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
