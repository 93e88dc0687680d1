"""Pictures: the lead image, captions and whose they are."""
