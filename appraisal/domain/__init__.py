"""Nouns and rules of an appraisal: standard library only, no I/O, no clock."""
