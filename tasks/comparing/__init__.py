"""Comparing an article with what is known: the same document, the same text, what is new."""
