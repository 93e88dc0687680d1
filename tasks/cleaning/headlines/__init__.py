"""Which words are the article's title."""
