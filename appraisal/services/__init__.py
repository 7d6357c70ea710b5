"""Verbs: one use case, one function; they flush and never commit."""
