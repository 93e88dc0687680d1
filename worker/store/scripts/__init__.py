"""The Lua scripts: every decision of the ledger, or of a group, is one of them. One file each."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

import redis
from redis.commands.core import Script

from worker.store import keys

# What the scripts of the ledger share, in the order in which each needs the one before it.
LEDGER: Final = ("common", "politeness", "releasing")
# What those share besides that find and remember texts nearly the same.
NEAR: Final = (*LEDGER, "near")
# What those share that trim the streams and report of them.
STREAMS: Final = ("groups",)
# And those by which consumers read.
MEMBERS: Final = ("members",)


def registered(
    client: redis.Redis, names: Iterable[str], shared: tuple[str, ...], constants: str = ""
) -> dict[str, Script]:
    """Give scripts by their names, ready to be called; each is sent once to a server.

    Args:
        client: whose answers they give.
        names: of the files here.
        shared: those that each of them has before it.
        constants: Lua, before all of them.
    """
    return {name: client.register_script(_source(name, shared, constants)) for name in names}


@cache
def _source(name: str, shared: tuple[str, ...], constants: str) -> str:
    flags, _, body = _read(name).partition("\n")
    return "\n".join((flags, keys.for_scripts(), constants, *map(_read, shared), body))


def _read(name: str) -> str:
    return files(__name__).joinpath(f"{name}.lua").read_text(encoding="utf-8")
