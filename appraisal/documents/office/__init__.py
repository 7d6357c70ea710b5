"""Office papers: what stands on each, for every format to print alike."""
