"""Places: which names of the text are places, and where on the map each one is."""
