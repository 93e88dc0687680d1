"""`newsmill run`: sources in, records out, progress and summary for a person."""
