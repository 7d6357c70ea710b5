"""Run every benchmark; ratios against a yardstick of the same run, never a timed test."""

from . import scoring, voting

for bench in (scoring, voting):
    bench.main()
