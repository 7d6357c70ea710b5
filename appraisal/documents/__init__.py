"""Paper: files people hold; knows no database and no web."""
