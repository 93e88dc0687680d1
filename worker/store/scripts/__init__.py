"""The Lua scripts: every decision of the ledger, or of a group, is one of them. One file each."""

from functools import cache
from importlib.resources import files
from typing import Final

from worker.store import keys

# What the scripts of the ledger share, in the order in which each needs the one before it.
LEDGER: Final = ("common", "politeness", "releasing", "near")
# What those share that trim the streams and report of them.
STREAMS: Final = ("groups",)
# And those by which consumers read.
MEMBERS: Final = ("members",)


@cache
def source(name: str, shared: tuple[str, ...] = LEDGER) -> str:
    """Give a script's whole text: its flags, the keys, what it shares, then its own lines."""
    flags, _, body = _read(name).partition("\n")
    return "\n".join((flags, keys.for_scripts(), *map(_read, shared), body))


def _read(name: str) -> str:
    return files(__name__).joinpath(f"{name}.lua").read_text(encoding="utf-8")
