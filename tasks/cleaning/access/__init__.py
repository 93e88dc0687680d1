"""Whether the whole article was there to be read, and what kind of page it is."""
