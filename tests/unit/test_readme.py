"""README says what is: its settings, commands, outcomes, paths and examples are the project's.

.venv/bin/python -m tests.unit.test_readme       writes its tables of settings and metrics
"""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit

import click
import pytest

from config.settings import groups, variable
from tasks.extraction import Reading, extract
from tasks.outcomes import Outcome, Reason
from tasks.record import Extractions, Record, Version
from tests.unit.extraction.conftest import article_of
from worker.commands import SUMMARIES
from worker.reporting.metrics import METRICS

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
FOLDERS = ("worker", "tasks", "config", "tests", "seeds", ".ci")
WIDTH = 100


def settings_table() -> str:
    """Give the table of settings as it must stand in README."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for group in groups():
        for name, field in group.model_fields.items():
            default = shown(field.default, field.annotation)
            rows.append(f"| `{variable(name)}` | {default} | {meaning(field.description)} |")
    return "\n".join(rows) + "\n"


def metrics_table() -> str:
    """Give the table of metrics as it must stand in README."""
    rows = ["| metric | labels | meaning |", "|---|---|---|"]
    for name, told in METRICS.items():
        labels = ", ".join(f"`{label}`" for label in told.labels)
        rows.append(f"| `{name}` | {labels} | {meaning(told.text)} |")
    return "\n".join(rows) + "\n"


TABLES = {"settings": settings_table, "metrics": metrics_table}


def around(name: str, text: str) -> tuple[str, str, str]:
    """Give what stands before a table, the table, and what stands after it."""
    before, begin, rest = text.partition(f"<!-- {name} -->\n")
    table, end, after = rest.partition(f"<!-- /{name} -->")
    return before + begin, table, end + after


def shown(default: object, annotation: object) -> str:
    """Give a default as a person would set it, with what else may be set where that is a choice."""
    if default in (None, (), ""):
        return "none"
    text = f"{default:g}" if isinstance(default, float) else str(default)
    others = get_args(annotation) if get_origin(annotation) is Literal else ()
    return ", ".join(f"`{value}`" for value in dict.fromkeys((text, *others)))


def meaning(description: str | None) -> str:
    """Give a docstring as a cell."""
    assert description, "every setting says what it does"
    return " ".join(description.split()).replace("|", "\\|")


def blocks(language: str, mark: str = "") -> list[str]:
    """Give the fenced blocks of a language that stand directly behind a mark."""
    return re.findall(rf"{re.escape(mark)}\n```{language}\n(.*?)```", TEXT, re.DOTALL)


def shell_lines() -> Iterator[list[str]]:
    """Give the words of each line that says `newsmill`, from its name on."""
    for line in re.findall(r"^    .*$", TEXT, re.MULTILINE):
        for said in re.split(r" && | \| |\$\(", line.partition("  #")[0]):
            words = said.split()
            if "newsmill" in words:
                yield words[words.index("newsmill") + 1 :]


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_those_of_the_code(name: str) -> None:
    """Made of `config/settings.py`, with its docstrings and defaults, and of what is exported."""
    assert TABLES[name]() == around(name, TEXT)[1]


@pytest.mark.parametrize("command", SUMMARIES)
def test_every_command_is_shown(command: str) -> None:
    """As a line that can be typed."""
    assert any(words[:1] == [command] for words in shell_lines())


def test_commands_and_options_exist() -> None:
    """What README says to type, the command line knows."""
    for words in shell_lines():
        assert words[0] in SUMMARIES, words
        command: click.Command = import_module(f"worker.commands.{words[0]}").command
        if isinstance(command, click.Group):
            assert words[1] in command.commands
            command = command.commands[words[1]]
        known = {option for param in command.params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("word", [*Outcome, *Reason])
def test_every_outcome_and_reason_is_explained(word: str) -> None:
    """In the table of outcomes."""
    told = TEXT.partition("### Outcomes")[2].partition("\n## ")[0]
    assert f"`{word}`" in told


def test_local_paths_exist() -> None:
    """Every path that begins with one of the project's folders, outside code in Python."""
    prose = re.sub(r"```python\n.*?```", "", TEXT, flags=re.DOTALL)
    paths = re.findall(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*", prose)
    files = re.findall(r"`(LICENSE|NOTICE|[\w-]+\.(?:lock|yml|toml|md))`", prose)
    assert len(paths) > 10
    named = {path.rstrip(".") for path in paths} | set(files)
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_links_lead_somewhere() -> None:
    """Anchors are headings; hosts are examples or this machine."""
    headings = re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", TEXT)) <= anchors
    for url in re.findall(r"\w+://[^\s\"'<>`,…]+", TEXT):
        host = urlsplit(url).hostname or ""
        here = host in ("", "127.0.0.1")  # sqlite:///FILE has none
        assert here or re.search(r"(^|\.)(example|invalid|example\.org)$", host), url


def test_lines_are_short() -> None:
    """Tables apart, whose rows cannot be broken."""
    long = [line for line in TEXT.splitlines() if len(line) > WIDTH and not line.startswith("|")]
    assert long == []


def test_the_record_shown_is_a_record() -> None:
    """It has no field that the schema does not know, and its evidence stands in the sample."""
    block, _ = blocks("json")
    shown_record = json.loads(block)
    lines = (ROOT / "seeds/articles/three-briefs.jsonl").read_text(encoding="utf-8")
    sample = json.loads(lines.splitlines()[0])
    beginning = shown_record["content"]["text"].removesuffix("…")
    assert sample["text"].startswith(beginning)
    shown_record["content"]["text"] = sample["text"]
    record = Record.model_validate(shown_record)
    assert without_empty(json.loads(record.to_json())) == without_empty(shown_record)


def test_the_version_shown_is_one() -> None:
    """It has no field that the schema does not know."""
    _, block = blocks("json")
    version = Version.model_validate_json(block)
    assert json.loads(version.model_dump_json(exclude_none=True)) == json.loads(block)


def without_empty(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """Give JSON without empty lists, which a record may have where README leaves them out."""
    if isinstance(part, dict):
        return {name: without_empty(value) for name, value in part.items() if value != []}
    return [without_empty(value) for value in part] if isinstance(part, list) else part


def test_the_step_shown_works() -> None:
    """It runs as any other step, and finds what README says."""
    (block,) = blocks("python", "<!-- step -->")
    names: dict[str, Any] = {}
    exec(block, names)  # noqa: S102 - README is ours
    text = "In Seville it was 41.5 °C on Friday."
    reading = Reading(article=article_of(text), text=text, language="en", parse=None)
    found: Extractions = extract(reading, steps=(names["temperatures"],))
    (figure,) = found.figures or ()
    assert f"`{figure.model_dump_json(exclude_none=True)}`" in TEXT


if __name__ == "__main__":
    for name, table in TABLES.items():
        before, _, after = around(name, TEXT)
        TEXT = before + table() + after
    README.write_text(TEXT, encoding="utf-8")
