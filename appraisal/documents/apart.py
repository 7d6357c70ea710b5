"""Long papers set by a process of their own, which takes its memory along when it ends.

What a long paper leaves in the typesetter slows every short one after it, as long as the process lives.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import typst


def compiled(template: Path, fonts: Path, **options: Any) -> bytes:
    """Set data in a template, with the fonts of one folder; options are those of the typesetter."""
    asked = {"input": str(template), "fonts": str(fonts), "options": options}
    # isolated: the modules beside this file are named like those of the standard library
    done = subprocess.run(  # noqa: S603 - this file, by the interpreter that runs
        [sys.executable, "-I", __file__], input=json.dumps(asked).encode(), capture_output=True, check=True
    )
    return done.stdout


def main() -> None:
    """Answer the question on the standard input with the paper."""
    asked = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    made: bytes = typst.compile(asked["input"], font_paths=fonts, **asked["options"])
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
