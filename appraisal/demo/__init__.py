"""The rehearsal of a whole meeting: the Tianmen workbook, scripted voters, a real server."""
