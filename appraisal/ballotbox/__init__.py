"""The sealed box: the only door to ballots."""
