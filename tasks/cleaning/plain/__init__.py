"""Text without markup: paragraphs, and what stands above and below them."""
