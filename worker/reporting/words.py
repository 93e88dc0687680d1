"""Reports as lines for a person."""

from collections.abc import Mapping
from typing import Any, Final

from config.logging import without_controls

NAME_WIDTH: Final = 24
# Endings of names that say in what a number counts.
MILLISECONDS, SECONDS, BYTES = "ms", "seconds", "bytes"
SHOWN_AS_MILLISECONDS: Final = 0.1


def readable(report: Mapping[str, Any]) -> str:
    """Give a report as lines: a name and its value, or a name and indented lines below it."""
    return "\n".join(_lines(report, "", ""))


# What a job is called, the best first; `received` is what an entry held that was no job.
NAMED_BY = ("url", "path", "own_id", "title", "document", "received")


def line(report: Mapping[str, Any]) -> str:
    """Give a closed job in one line: when, which, why, at which task, what it was, error."""
    names = (report.get(name) for name in NAMED_BY)
    ending = f"{report['outcome']}: {report['reason']}"
    told = f"{report['closed']}  {report['job_id']:<23}  {ending:<22} {report.get('task', ''):<8}"
    name = next(filter(None, names), "text")
    return without_controls(f"{told} {name}  {' '.join(report.get('error', '').split())}").rstrip()


def _lines(report: Mapping[str, Any], indent: str, unit: str) -> list[str]:
    lines = []
    for name, value in report.items():
        counted_in = _unit(name) or unit
        if isinstance(value, list):
            for one in value:
                lines += ["", *_lines(one, indent, "")]
        elif isinstance(value, dict) and (not indent or _has_parts(value)):
            lines += [f"{indent}{name}", *_lines(value, indent + "  ", counted_in)] if value else []
        elif value not in (None, "", {}):
            text = without_controls(_shown(value, counted_in)).replace("\n", f"\n{indent}    ")
            lines.append(f"{indent}{_label(name):<{NAME_WIDTH - len(indent)}} {text}")
    return lines


def _has_parts(value: Mapping[str, Any]) -> bool:
    return any(isinstance(part, dict) for part in value.values())


def _label(name: str) -> str:
    return "took" if name == MILLISECONDS else name


def _unit(name: str) -> str:
    ending = name.rpartition("_")[2]
    return ending if ending in (MILLISECONDS, SECONDS, BYTES) else ""


def _shown(value: object, unit: str) -> str:
    if isinstance(value, dict):
        told = ((name, part) for name, part in value.items() if part is not None)
        return ", ".join(f"{_label(name)} {_shown(part, _unit(name))}" for name, part in told)
    if isinstance(value, int | float) and unit:
        if unit == BYTES:
            return size(value)
        return duration(value / 1000 if unit == MILLISECONDS else value)
    return str(value)


def duration(seconds: float) -> str:
    """Give a time in words: `24 ms`, `1.2 s`, `12 s`, `4 min`, `3.5 h`, `2.1 days`."""
    for unit, length in (("days", 86_400), ("h", 3600), ("min", 120)):
        if seconds >= length:
            return f"{seconds / (60 if unit == 'min' else length):.3g} {unit}"
    if seconds < SHOWN_AS_MILLISECONDS:
        return f"{1000 * seconds:.0f} ms"
    return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004 - two digits


def size(count: float) -> str:
    """Give a number of bytes in words: `812 B`, `1.4 MB`."""
    for unit, length in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= length:
            return f"{count / length:.3g} {unit}"
    return f"{count:.0f} B"
