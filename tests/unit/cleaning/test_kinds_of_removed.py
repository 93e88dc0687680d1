"""What was removed: every kind that cleaning gives is named where readers look it up."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import tasks.cleaning
from tasks.record import Removed

SOURCES = Path(tasks.cleaning.__file__).parent


def literals(value: ast.expr | None) -> set[str]:
    """Give the words in an expression."""
    nodes = ast.walk(value) if value else ()
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def kinds_in(source: str) -> Iterator[set[str]]:
    """Give the kinds that a module names: in its calls, and by its table of reasons."""
    tables: dict[str, ast.expr | None] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            tables[ast.unparse(target)] = node.value
        if not isinstance(node, ast.Call):
            continue
        stated = node.args[0] if len(node.args) > 1 else None
        if isinstance(node.func, ast.Attribute) and node.func.attr == "remove" and stated:
            if isinstance(stated, ast.IfExp):
                yield literals(stated.body) | literals(stated.orelse)
            else:
                yield literals(stated)
        if ast.unparse(node.func) == "Removed":
            yield {
                kind
                for k in node.keywords
                if k.arg == "kind" and isinstance(k.value, ast.Constant)
                for kind in literals(k.value)
            }
    reasons, recorded = tables.get("_REASONS"), tables.get("_RECORDED")
    if isinstance(reasons, ast.Dict):
        renamed = ast.literal_eval(recorded) if recorded else {}
        yield {renamed.get(kind, kind) for kind in ast.literal_eval(reasons)}


def test_the_record_names_every_kind_of_what_is_removed() -> None:
    """And none that nothing gives."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(SOURCES.rglob("*.py")))
    used = {kind for text in texts for kinds in kinds_in(text) for kind in kinds}
    listed, _, _ = (Removed.__doc__ or "").partition("may know more")
    assert used == set(re.findall(r"`(\w+)`", listed))
