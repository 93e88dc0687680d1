"""What a publisher reserves."""

import pytest

from tasks.cleaning import refuse
from tasks.errors import RightsReserved
from tests.unit.cleaning.test_access import SENTENCES, article_of


def page(*metas: tuple[str, str]) -> str:
    """Give an article whose head has these meta tags."""
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in metas)
    return f"<html><head>{head}</head><body><h1>Wall</h1>{SENTENCES}</body></html>"


@pytest.mark.parametrize(
    ("header", "rights"),
    [
        ("noai", ("noai",)),
        ("noindex, NoAI , noimageai", ("noai", "noimageai")),
        ("newsmill: noai", ("noai",)),
        ("NewsMill:noai", ("noai",)),
        ("otherbot: noai", ()),
        ("otherbot: noindex, noai", ()),
        ("otherbot: noai, newsmill: noimageai", ("noimageai",)),
        ("noai, otherbot: nofollow", ("noai",)),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST, noai", ("noai",)),
        ("unavailable_after: Wednesday, 25-Jun-30 15:00:00 PST, noai", ("noai",)),
        ("max-snippet:20, noimageai", ("noimageai",)),
        ("noaiming, index", ()),
        (":, ,:noai", ()),
        ("", ()),
    ],
)
def test_an_x_robots_tag_holds_for_all_or_for_the_agent_it_names(
    header: str, rights: tuple[str, ...]
) -> None:
    """An agent's name holds for what follows it."""
    access = article_of(page(), headers={"x-robots-tag": header}).access
    assert access.rights == rights
    assert access.evidence == tuple(f"{right} by X-Robots-Tag" for right in rights)


@pytest.mark.parametrize(
    ("metas", "evidence"),
    [
        ([("robots", "index, noai")], ("noai by meta robots",)),
        ([("ROBOTS", "noimageai"), ("robots", "noai")], ("noai by meta", "noimageai by meta")),
        ([("newsmill", "noai")], ("noai by meta newsmill",)),
        ([("robots", "noai"), ("newsmill", "noai")], ("noai by meta robots and meta newsmill",)),
        ([("otherbot", "noai")], ()),
        ([("robots", "noairport")], ()),
    ],
)
def test_meta_tags_hold_for_all_or_for_newsmill(
    metas: list[tuple[str, str]], evidence: tuple[str, ...]
) -> None:
    """The evidence says which tag it was."""
    found = article_of(page(*metas)).access.evidence
    assert len(found) == len(evidence)
    assert all(map(str.startswith, found, evidence))


@pytest.mark.parametrize(
    ("metas", "headers", "rights"),
    [
        ([("tdm-reservation", "1")], {}, ("tdm-reservation",)),
        ([("tdm-reservation", "0")], {}, ()),
        ([("tdm-reservation", "yes")], {}, ()),
        ([], {"tdm-reservation": "1"}, ("tdm-reservation",)),
        ([("tdm-reservation", "0")], {"tdm-reservation": " 1"}, ("tdm-reservation",)),
        ([("tdm-reservation", "1")], {"tdm-reservation": "0"}, ("tdm-reservation",)),
        (
            [],
            {"tdm-reservation": "1", "tdm-policy": '"https://example.com/tdm.json"'},
            ("tdm-reservation", "tdm-policy:https://example.com/tdm.json"),
        ),
        (
            [("tdm-reservation", "1"), ("tdm-policy", "/tdm.json")],
            {},
            ("tdm-reservation", "tdm-policy:https://www.example.com/tdm.json"),
        ),
        ([("tdm-policy", "/tdm.json")], {}, ()),
        ([("tdm-reservation", "1"), ("tdm-policy", "mailto:a")], {}, ("tdm-reservation",)),
    ],
)
def test_text_and_data_mining_is_reserved_by_page_or_header(
    metas: list[tuple[str, str]], headers: dict[str, str], rights: tuple[str, ...]
) -> None:
    """One of them is enough; a policy alone reserves nothing."""
    assert article_of(page(*metas), headers=headers).access.rights == rights


def test_a_reservation_is_in_the_verdict_and_changes_nothing_else() -> None:
    """The record carries it; whether it is heeded is the operator's choice."""
    access = article_of(page(("tdm-reservation", "1"))).access
    assert (access.verdict, access.kind) == ("open", "article")
    assert access.evidence == ("tdm-reservation by meta",)


def test_what_is_reserved_is_refused_where_that_is_asked() -> None:
    """The error names the signals; without any, nothing is refused."""
    reserved = article_of(page(("robots", "noai"), ("tdm-reservation", "1")))
    refuse(reserved, min_text_characters=0)
    with pytest.raises(RightsReserved, match="noai, tdm-reservation"):
        refuse(reserved, min_text_characters=0, drop_reserved=True)
    refuse(article_of(page()), min_text_characters=0, drop_reserved=True)


def test_a_reservation_is_refused_before_all_else() -> None:
    """A page that is too short as well was first of all not to be read."""
    html = '<html><head><meta name="robots" content="noai"></head><body><p>A.</p></body></html>'
    with pytest.raises(RightsReserved):
        refuse(article_of(html), min_text_characters=200, drop_reserved=True)
