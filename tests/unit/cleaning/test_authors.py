"""Authors: who wrote an article, as its page names them."""

from trafilatura import load_html

from tasks.cleaning.authors import authors_of
from tasks.cleaning.structured import claims_of


def test_authors_are_named_one_by_one() -> None:
    """'By' is taken away, and an agency is told from a person."""
    tree = load_html(
        '<html><head><meta name="author" content="By Ann Lee and Bo Li, Reuters"></head>'
        "<body><p>x</p></body></html>"
    )
    authors = authors_of(tree, claims_of(tree)) or ()
    assert [(author.name, author.kind) for author in authors] == [
        ("Ann Lee", "person"),
        ("Bo Li", "person"),
        ("Reuters", "organisation"),
    ]
