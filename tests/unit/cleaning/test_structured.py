"""What a page says of itself, read."""

from lxml.html import fromstring

from tasks.cleaning.structured import claims_of, words_of


def test_what_json_can_spell_and_text_cannot_hold_is_replaced() -> None:
    """A record can always be stored, whatever a page's JSON-LD holds."""
    assert (
        words_of("A \ud800 <b>bold</b>\0 claim&amp;amp;more") == "A \ufffd bold \ufffd claim&more"
    )


def test_a_page_may_describe_its_article_in_several_places() -> None:
    """JSON-LD comes first, then what is shown when the page is shared, then the rest."""
    node = '{"@type": "NewsArticle", "description": "The <b>lock</b> is shut."}'
    page = fromstring(
        f'<html><head><script type="application/ld+json">{node}</script>'
        '<meta name="description" content="All of the lock."><meta name="twitter:description">'
        '<meta property="og:description" content="A lock."></head><body></body></html>'
    )
    assert claims_of(page).descriptions == ("The lock is shut.", "A lock.", "All of the lock.")
