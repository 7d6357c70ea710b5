"""Before the server starts, nothing is left that could write its memory to a disk."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = "import faulthandler, resource as r; print(faulthandler.is_enabled(), r.getrlimit(r.RLIMIT_CORE))"
STARTS = {
    "flask serve": "from appraisal.cli.serve import without_images; without_images()",
    "gunicorn": f"import runpy; runpy.run_path({str(ROOT / 'deploy' / 'gunicorn.conf.py')!r})",
}


def told(first):
    """What a process that dumps all it can says after a first step."""
    command = [sys.executable, "-X", "faulthandler", "-c", f"{first}\n{ASK}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no core files")
@pytest.mark.parametrize("start", STARTS)
def test_a_server_leaves_no_image_of_its_memory(start):
    assert told(STARTS[start]) == "False (0, 0)\n"


def test_a_process_that_was_told_nothing_would_leave_one():
    assert told("").startswith("True")
