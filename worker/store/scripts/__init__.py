"""The Lua scripts: every decision of the ledger is one of them. One file each."""

from functools import cache
from importlib.resources import files
from typing import Final

from worker.store import keys

# What all scripts share, in the order in which each needs the one before it.
SHARED: Final = ("common", "politeness", "releasing", "near")


@cache
def source(name: str) -> str:
    """Give a script's whole text: its flags, the keys, what all share, then its own lines."""
    flags, _, body = _read(name).partition("\n")
    return "\n".join((flags, keys.for_scripts(), *map(_read, SHARED), body))


def _read(name: str) -> str:
    return files(__name__).joinpath(f"{name}.lua").read_text(encoding="utf-8")
