"""Gold of our own: invented articles with every quotation, date, figure and event marked by hand.

    python -m tests.eval.gold tests/eval/articles/open [--out DIR]

`articles/open` is what rules may be made on; nobody looks into `articles/held`, whose scores tell
how far they carry. An article is one XML file; tests/eval/articles/README.md says how it is marked.
Here marks become rows of the formats that a score.py reads, and are scored where it has no task:
figures one by one, events by trigger and type, and the names of speakers.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

ARTICLES = Path(__file__).with_name("articles")
NEWSMILL = [sys.executable, "-m", "worker.commands"]
CASUALTIES = ("killed", "injured")
BETWEEN = "\n\n"
Row = dict[str, Any]

SEASONS = {"SP": "21", "SU": "22", "AU": "23", "WI": "24"}
"""EDTF's numbers for the seasons as annotators write them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece of the text. Units: code points."""

    tag: str
    start: int
    end: int
    values: dict[str, str]

    @property
    def span(self) -> Row:
        """Its place."""
        return {"start": self.start, "end": self.end}


@dataclass
class Marked:
    """An article with its marks, in order of their beginning."""

    id: str
    attributes: dict[str, str]
    title: str = ""
    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    def of(self, tag: str) -> list[Mark]:
        """Give the marks of one kind."""
        return [mark for mark in self.marks if mark.tag == tag]


def articles(folder: Path) -> Iterator[Marked]:
    """Read every article of a folder."""
    for path in sorted(folder.glob("*.xml")):
        root = etree.parse(str(path)).getroot()
        made = Marked(path.stem, {str(k): str(v) for k, v in root.attrib.items()})
        for block in root:
            if block.tag == "title":
                made.title = "".join(map(str, block.itertext())).strip()
            elif block.tag == "p":
                _append(made, block)
        made.marks.sort(key=lambda mark: (mark.start, -mark.end))
        yield made


def _append(made: Marked, block: etree._Element) -> None:
    pieces: list[str] = [made.text + BETWEEN if made.text else ""]
    length = len(pieces[0])

    def add(piece: str | None) -> None:
        nonlocal length
        pieces.append(" ".join((piece or "").split("\n")))
        length += len(pieces[-1])

    def walk(element: etree._Element) -> None:
        start = length
        add(element.text)
        for child in element:
            walk(child)
            add(child.tail)
        if element is not block:
            values = {str(name): str(value) for name, value in element.attrib.items()}
            made.marks.append(Mark(str(element.tag), start, length, values))

    walk(block)
    made.text = "".join(pieces)


# ---------------------------------------------------------------- rows for score.py


def source_row(made: Marked) -> Row:
    """Give the line that `extract --jsonl` reads."""
    row = {"id": made.id, "text": made.text, "clean": False}
    return row | {"published": made.attributes["published"], "title": made.title}


def quotes_row(made: Marked) -> Row:
    """Give the quotations, the pieces of one utterance together."""
    speakers = {mark.values.get("id"): mark for mark in made.of("s")}
    utterances: dict[str, list[Mark]] = defaultdict(list)
    for number, mark in enumerate(made.of("q")):
        utterances[mark.values.get("id", f"#{number}")].append(mark)
    quotes = []
    for marks in utterances.values():
        quote: Row = {
            "kind": marks[0].values["kind"],
            "content": [[mark.start, mark.end] for mark in marks],
        }
        speaker = speakers.get(marks[0].values.get("by"))
        if speaker is not None:
            quote["source"] = [[speaker.start, speaker.end]]
            quote["source_text"] = made.text[speaker.start : speaker.end]
            quote["name"] = speaker.values.get("name")
        quotes.append(quote)
    return {"id": made.id, "text": made.text, "quotes": quotes}


def dates_row(made: Marked) -> Row:
    """Give the dates."""
    timex = [{**mark.span, "value": _edtf(mark.values.get("value", ""))} for mark in made.of("d")]
    return {"id": made.id, "text": made.text, "timex": timex}


def _edtf(value: str) -> str:
    year, _, rest = value.partition("-")
    if rest in SEASONS:
        return f"{year}-{SEASONS[rest]}"
    if rest[:1] == "Q":
        return f"{year}-{32 + int(rest[1])}"
    if rest.endswith("-WE"):
        return date.fromisocalendar(int(year), int(rest[1:3]), 6).isoformat()
    return value


def figures_row(made: Marked) -> Row:
    """Give the casualties of an article's main event."""
    counts = {f"num_{kind}": int(made.attributes.get(kind, 0)) for kind in CASUALTIES}
    return {"id": made.id, "text": made.text, **counts}


ROWS: dict[str, Callable[[Marked], Row]] = {
    "quotes": quotes_row,
    "dates": dates_row,
    "figures": figures_row,
}


INPUT = "articles.input.jsonl"
"""What `extract --jsonl` reads, for all tasks."""


def compiled(folder: Path, out: Path) -> list[Marked]:
    """Write what is read, and the rows of every task for score.py; give the articles."""
    made = list(articles(folder))
    _write(out / INPUT, map(source_row, made))
    for task, row_of in ROWS.items():
        _write(out / f"{task}.gold.jsonl", map(row_of, made))
    return made


def _write(path: Path, rows: Iterator[Row]) -> None:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )


# ---------------------------------------------------------------- what score.py has no task for


def own_scores(made: list[Marked], records: dict[str, Row]) -> Row:
    """Score figures one by one, events by trigger and type, and speakers by their names."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for article in made:
        record = records[article.id]
        _count_figures(article, record, counts)
        _count_events(article, record, counts)
        _count_names(article, record, counts)
    return {name: _prf(counter) for name, counter in sorted(counts.items())}


def _count_figures(made: Marked, record: Row, counts: dict[str, Counter[str]]) -> None:
    found = [figure for figure in record.get("figures") or [] if figure.get("text")]
    for figure in found:
        counts[f"figures.{figure['kind']}"]["found"] += 1
        counts["figures"]["found"] += 1
    left = list(found)
    for mark in made.of("f"):
        kind = mark.values["kind"]
        right = next((figure for figure in left if _is_figure(figure, mark)), None)
        for name in (f"figures.{kind}", "figures"):
            counts[name]["gold"] += 1
            counts[name]["right"] += right is not None
        if right is not None:
            left.remove(right)


def _is_figure(figure: Row, mark: Mark) -> bool:
    value = mark.values.get("value")
    same = figure.get("value") == float(value) if value else figure.get("value") is None
    negated = bool(figure.get("negated")) == (mark.values.get("negated") == "yes")
    return figure["kind"] == mark.values["kind"] and same and negated and _meet(figure, mark)


def _count_events(made: Marked, record: Row, counts: dict[str, Counter[str]]) -> None:
    found = list(record.get("events") or [])
    counts["events"]["found"] += len(found)
    counts["events.mode"]["found"] += sum(1 for event in found if event.get("mode"))
    for mark in made.of("e"):
        counts["events"]["gold"] += 1
        counts["events.mode"]["gold"] += "mode" in mark.values
        same = [
            event
            for event in found
            if event["type"] == mark.values["type"] and _meet(event["trigger"], mark)
        ]
        if same:
            found.remove(same[0])
            counts["events"]["right"] += 1
            mode = mark.values.get("mode")
            counts["events.mode"]["right"] += mode is not None and same[0].get("mode") == mode


def _count_names(made: Marked, record: Row, counts: dict[str, Counter[str]]) -> None:
    found = [q for q in record.get("quotations") or [] if (q.get("speaker") or {}).get("name")]
    counts["speakers.name"]["found"] += len(found)
    for quote in quotes_row(made)["quotes"]:
        if not quote.get("name"):
            continue
        counts["speakers.name"]["gold"] += 1
        (start, end) = quote["content"][0]
        names = [q["speaker"]["name"] for q in found if q["start"] < end and start < q["end"]]
        counts["speakers.name"]["right"] += any(_same_name(name, quote["name"]) for name in names)


def _same_name(found: str, gold: str) -> bool:
    short, long = sorted((set(found.casefold().split()), set(gold.casefold().split())), key=len)
    return bool(short) and short <= long


def _meet(span: Row, mark: Mark) -> bool:
    return bool(span["start"] < mark.end and mark.start < span["end"])


def _prf(counter: Counter[str]) -> Row:
    right, found, gold = counter["right"], counter["found"], counter["gold"]
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    shares = {"P": precision, "R": recall, "F1": f1}
    return {name: round(share, 4) for name, share in shares.items()} | {"gold": gold, "n": found}


def main() -> None:
    """Print what score.py has no task for, and leave the rows in a folder where one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        out: Path = asked.out or Path(scratch)
        out.mkdir(parents=True, exist_ok=True)
        made = compiled(asked.folder, out)
        command = [*NEWSMILL, "extract", "--jsonl", str(out / INPUT)]
        done = subprocess.run(command, capture_output=True, check=True)
        (out / "records.jsonl").write_bytes(done.stdout)
        rows = map(json.loads, done.stdout.decode().splitlines())
        for name, score in own_scores(made, {row["input_id"]: row for row in rows}).items():
            print(f"{name:<24} {json.dumps(score)}")


if __name__ == "__main__":
    main()
