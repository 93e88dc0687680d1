"""A record as a page to look at, or as text for a terminal.

Pure: records in, HTML or rich's renderables out. Nothing is fetched, read from a store or asked
of a clock, and what a record says is never trusted to be safe: a page shows it and runs nothing.
"""
