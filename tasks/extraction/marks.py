"""Marks of the press as they come: quotation marks, apostrophes, hyphens and dashes."""

from typing import Final

OPENING: Final = frozenset(
    {'"', "``", "'", "\u201c", "\u2018", "\u201e", "\u201a", "\xab", "\u2039"}
)
"""Quotation marks that open, those that are typed straight among them."""

CLOSING_CHARACTERS: Final = "\"'\u201d\u2019\xbb\u203a"
CLOSING: Final = frozenset(CLOSING_CHARACTERS) | {"''"}
"""Quotation marks that close, those that are typed straight among them."""

POSSESSIVES: Final = frozenset({"'s", "\u2019s", "'", "\u2019"})
"""What stands behind the name of an owner."""

HYPHENS: Final = frozenset({"-", "\u2010", "\u2011"})
"""Marks within a word."""

DASHES: Final = frozenset({"-", "--", "\u2013", "\u2014"})
"""Marks that set words off; some papers type a hyphen for one."""
