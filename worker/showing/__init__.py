"""A record as a page to look at, or as text for a terminal.

Pure but for `files`: a record in, HTML or what rich prints out. Nothing is fetched, read from a
store or asked of a clock, and a record is not trusted: a page shows what it says, and runs nothing.
"""
