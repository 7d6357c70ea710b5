"""Run every benchmark, each in a process of its own: one's memory and threads must not show in another's."""

import subprocess
import sys

for bench in ("scoring", "box", "voting", "watching", "scale", "documents", "verifying"):
    subprocess.run([sys.executable, "-m", f"bench.{bench}"], check=True)
