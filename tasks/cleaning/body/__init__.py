"""The body of a page's article, all of it and nothing else."""
