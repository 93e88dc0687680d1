"""Options by which commands choose among many jobs: when they ended, how, where."""

import functools
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

import click

if TYPE_CHECKING:
    from worker.store.dead import Wanted

UNIT_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
AGO: Final = re.compile(r"(\d+(?:\.\d+)?)([smhd])")
RATE: Final = re.compile(r"(\d+(?:\.\d+)?)/([smh])")

Command = Callable[..., int | None]


class MomentType(click.ParamType[int]):
    """A time, in milliseconds since 1970: ISO 8601, or how long ago."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read `1h`, `2d`, `2026-03-01` or `2026-03-01T10:00Z`; without a zone it is UTC."""
        if ago := AGO.fullmatch(str(value)):
            seconds = float(ago[1]) * UNIT_SECONDS[ago[2]]
            return int(max(0.0, 1000 * (datetime.now(UTC).timestamp() - seconds)))
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time: say 1h, 2d or 2026-03-01T10:00Z", param, ctx)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return int(max(0.0, 1000 * zoned.timestamp()))


class RateType(click.ParamType[float]):
    """A rate, as the seconds from one to the next."""

    name = "rate"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read `5/s`, `60/m` or `100/h`."""
        rate = RATE.fullmatch(str(value))
        if rate is None or not float(rate[1]):
            self.fail(f"{value!r} is no rate: say 5/s, 60/m or 100/h", param, ctx)
        return UNIT_SECONDS[rate[2]] / float(rate[1])


TIME_OPTIONS: Final = {
    "since": click.option(
        "--since", type=MomentType(), help="Ended then or later: 1h, 2d, 2026-03-01T10:00Z."
    ),
    "until": click.option("--until", type=MomentType(), help="Ended then or earlier."),
}
REASON_OPTION: Final = click.option("--reason", metavar="REASON", help="Ended for that reason.")


def _collected(
    name: str, options: Mapping[str, Callable[[Command], Command]], make: Callable[..., object]
) -> Callable[[Command], Command]:
    """Give a decorator that adds options, and hands a command what `make` makes of them."""

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def collecting(**given: object) -> int | None:
            parts = {option: given.pop(option) for option in options}
            return command(**given, **{name: make(**parts)})

        decorated: Command = collecting
        for option in reversed([*options.values()]):
            decorated = option(decorated)
        return decorated

    return decorate


class Ends(NamedTuple):
    """Which outcomes are meant: when (milliseconds since 1970), which, and why."""

    since: int | None
    until: int | None
    outcome: str | None
    reason: str | None


def _ends(*, since: int | None, until: int | None, outcome: str | None, reason: str | None) -> Ends:
    from tasks.outcomes import Outcome, Reason

    _refuse_unknown("outcome", outcome, tuple(Outcome))
    _refuse_unknown("reason", reason, tuple(Reason))
    return Ends(since, until, outcome, reason)


def _wanted(
    *, task: str | None, reason: str | None, host: str | None, since: int | None, until: int | None
) -> "Wanted":
    from tasks.chain import TASKS
    from tasks.hosts import host_of
    from tasks.outcomes import Reason
    from worker.store.dead import Wanted

    _refuse_unknown("task", task, TASKS)
    _refuse_unknown("reason", reason, tuple(Reason))
    name = host_of(host if "//" in host else f"http://{host}") if host else None
    return Wanted(task, reason, name, since, until)


def _refuse_unknown(kind: str, given: str | None, known: tuple[str, ...]) -> None:
    if given and given not in known:
        raise click.UsageError(f"there is no {kind} {given}: say one of {', '.join(known)}")


ends: Final = _collected(
    "ends",
    {
        **TIME_OPTIONS,
        "outcome": click.option("--outcome", metavar="OUTCOME", help="Ended with that outcome."),
        "reason": REASON_OPTION,
    },
    _ends,
)
"""Adds the options that choose outcomes; the command gets them as `ends`."""

dead_jobs: Final = _collected(
    "wanted",
    {
        "task": click.option("--task", metavar="TASK", help="Died at that task."),
        "reason": REASON_OPTION,
        "host": click.option("--host", metavar="HOST", help="Was to be fetched from that host."),
        **TIME_OPTIONS,
    },
    _wanted,
)
"""Adds the options that choose dead jobs; the command gets them as `wanted`."""
