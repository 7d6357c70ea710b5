"""Tables: the only room that knows SQL."""
