"""Reading the published streams, as the programs downstream do."""
