"""URLs: one spelling of each, and which document each leads to. Pure, and quick to import.

`normal` spells, `tracking` knows the parameters that select nothing, `identity` makes the `id`.
"""
