"""Teasers before a wall; and whole articles that only look like them."""

import pytest

from tests.unit.cleaning.test_access import SENTENCE, SENTENCES, article_of

TEASER = SENTENCE * 4
CUT = f"{SENTENCE * 3}<p>The council met on Monday and decided to mend the harbour wall\u2026</p>"
MORE = SENTENCES + SENTENCES.replace("On day", "In week")
LAST = "In year 29 the ferry brought the 29. load of stone over the bay to the town."
LONG = SENTENCES.replace("wall", "long wall") + "".join(
    f"<p>In year {year} the ferry brought the {year}. load of stone over the bay to the town.</p>"
    for year in range(30)
)
OFFER = "<p>To read on, subscribe for a month.</p><a href=/subscribe>Subscribe</a>"


def locked(more: str = "") -> str:
    """Give JSON-LD that declares an article to be paid for."""
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished":'
        f' "2025-03-01", "isAccessibleForFree": false{more}}}</script>'
    )


def part(selector: str) -> str:
    """Give the part of JSON-LD that says what is locked."""
    return f', "hasPart": {{"isAccessibleForFree": "False", "cssSelector": "{selector}"}}'


PAYWALLED = {
    "declared and short": (locked(), TEASER),
    "declared, and the text breaks off": (locked(), LONG + CUT),
    "declared, and the text fades": (locked(), f"{SENTENCES}<div class=fade-out>{SENTENCE}</div>"),
    "declared, and an offer follows": (locked(), f"{LONG}<div class=paywall>{OFFER}</div>"),
    "declared, and what is locked is not there": (locked(part(".full")), MORE),
    "declared, and what is locked is empty": (
        locked(part("main .full")),
        f"<main>{MORE}<div class=full></div></main>",
    ),
    "declared, and JSON-LD has more": (
        locked(f', "articleBody": "{"The wall fell in the night and nobody saw it. " * 120}"'),
        MORE,
    ),
    "declared, and JSON-LD counts more": (locked(', "wordCount": 2600'), LONG),
    "a short text before an offer": ("", f"{TEASER}<div class=paywall-offer>{OFFER}</div>"),
    "a short text before a vendor's element": (
        "",
        f"<div>{TEASER}<div class=tp-container-inner id=piano>{OFFER}</div></div>",
    ),
    "a short text before a registration wall": (
        "",
        f"{TEASER}<form class=regwall__form>{OFFER}<input name=mail></form>",
    ),
    "a text that breaks off before an offer": (
        "",
        f"{LONG}{CUT}<section class=SubscriberOnly>{OFFER}</section>",
    ),
    "a locked article in German": (
        "",
        (
            "<p>Der Rat hat am Montag beschlossen, die alte Hafenmauer ausbessern zu lassen.</p>"
            "<p>Die B\xfcrgermeisterin sagte, die Arbeiten k\xf6nnten noch vor dem Winter\u2026</p>"
            "<div class='o-paywall'><p>Weiterlesen mit dem Abo f\xfcr einen Euro.</p>"
            "<button>Abonnieren</button></div>"
        ),
    ),
    "locked by its tier": ("<meta property=article:content_tier content=locked>", TEASER),
}


@pytest.mark.parametrize("name", PAYWALLED)
def test_a_teaser_is_paywalled(name: str) -> None:
    """The evidence says what is declared, and what shows that the rest is missing."""
    head, body = PAYWALLED[name]
    html = f"<html><head>{head}</head><body><h1>Wall to be mended</h1>{body}</body></html>"
    access = article_of(html).access
    assert (access.verdict, access.kind) == ("paywalled", "article")
    assert access.evidence[0].count(";") == 1


WHOLE = {
    "declared, and all of it is there": (locked(), LONG),
    "declared, and what is locked is there": (
        locked(part(".paywall")),
        f"{SENTENCE}<div class='text paywall'>{MORE}</div>",
    ),
    "declared, and an offer lies over what is there": (
        locked(part(".paywall")),
        f"<div class=paywall>{MORE}</div><div class=poool-widget>{OFFER}</div>",
    ),
    "declared, and JSON-LD has more, but ends as the page does": (
        locked(f', "articleBody": "{"Menu. " * 900}{LAST}"'),
        LONG,
    ),
    "declared, and JSON-LD has the same": (
        locked(', "wordCount": 700, "articleBody": "It is short."'),
        LONG,
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_article_is_open_whatever_it_declares(name: str) -> None:
    """Many ship the whole text; the evidence says that they declare otherwise."""
    head, body = WHOLE[name]
    html = f"<html><head>{head}</head><body><h1>Wall to be mended</h1>{body}</body></html>"
    access = article_of(html).access
    assert (access.verdict, access.kind) == ("open", "article")
    assert access.evidence == (
        "JSON-LD isAccessibleForFree is false, but nothing shows that the text is cut",
    )


FREE = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": true}'
OPEN = {
    "a brief over a banner": ("", f"{TEASER}<div class=subscribe-banner>{OFFER}</div>"),
    "a brief over a newsletter": ("", f"{TEASER}<form class=newsletter>{OFFER}</form>"),
    "a brief over an empty element": ("", f"{TEASER}<div class=paywall></div>"),
    "a brief over a hidden wall": ("", f"{TEASER}<div class=paywall hidden>{OFFER}</div>"),
    "a brief over a wall that is not shown": (
        "",
        f"{TEASER}<div style='display: none'><div class=paywall>{OFFER}</div></div>",
    ),
    "a brief under a wall for another time": (
        "",
        f"<div class=paywall-counter>{OFFER}</div>{TEASER}",
    ),
    "a brief with an offer in its midst": (
        "",
        f"{TEASER}<div class=paywall>{OFFER}</div>{SENTENCE.replace('Monday', 'Friday')}",
    ),
    "a brief over what asks for a log-in to comment": (
        "",
        f"{TEASER}<div class='comments login-gate'>{OFFER}</div>",
    ),
    "a brief and a dialog": ("", f"{TEASER}<div class=paywall-modal>{OFFER}</div>"),
    "a brief, other things, and an offer": (
        "",
        f"{TEASER}{'<p>Weather for the weekend.</p>' * 15}<div class=paywall>{OFFER}</div>",
    ),
    "a brief with a teaser for subscribers": (
        "",
        (
            f"{TEASER}<div class=teaser><span class=premium>Plus</span>"
            "<a href=/2>The ferry company sells its oldest ship</a></div>"
        ),
    ),
    "a brief within an element of that name": ("", f"<div class='paywall'>{TEASER}</div>"),
    "a brief that is declared to be free": (
        f"{FREE}</script>",
        f"{TEASER}<div class=paywall>{OFFER}</div>",
    ),
    "a text that ends in dots": ("", LONG + CUT),
    "a long text over an offer": ("", f"{LONG}<div class=paywall>{OFFER}</div>"),
    "an article about paywalls": (
        "<title>Why every paywall leaks</title>",
        f"<div class='post tag-paywall'><h1>Why every paywall leaks</h1>{TEASER}</div>",
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_an_article_beside_an_offer_is_open(name: str) -> None:
    """One sign is none: sites ask for subscriptions on every page."""
    head, body = OPEN[name]
    html = f"<html><head>{head}</head><body><h1>Wall to be mended</h1>{body}</body></html>"
    access = article_of(html).access
    assert (access.verdict, access.kind, access.evidence) == ("open", "article", ())


WHOLE_ELSEWHERE = {
    "ja": "{}年の春、港の評議会は再び集まり、技術者たちが古い防波堤の下で何を見つけたかを聞いた。",
    "zh": "第{}年春天港务委员会再次开会听取工程师们在旧海堤下的发现以及修缮所需的全部费用。",
    "ko": "{}년 봄 항만 위원회가 다시 모여 기술자들이 방파제 아래에서 무엇을 발견했는지 들었다.",
    "th": "ในฤดูใบไม้ผลิของปีที่ {} สภาท่าเรือประชุมกันอีกครั้งเพื่อรับฟังสิ่งที่วิศวกรพบใต้กำแพงกันคลื่นเก่าและ"
    "ค่าใช้จ่ายในการซ่อมแซมที่เมืองจะต้องจ่ายซึ่งชาวเมืองจำนวนมากก็มาร่วมฟังด้วยตลอดทั้งวันจนถึงค่ำ",
}


@pytest.mark.parametrize("language", WHOLE_ELSEWHERE)
def test_lengths_are_those_of_an_alphabet(language: str) -> None:
    """Fewer characters say as much in Chinese, Japanese and Korean; Thai writes no stops."""
    sentence = f"<p>{WHOLE_ELSEWHERE[language]}</p>"
    for count, verdict in ((16, "open"), (4, "paywalled")):
        body = "".join(sentence.format(year) for year in range(10, 10 + count))
        access = article_of(f"<html><head>{locked()}</head><body><h1>1</h1>{body}</body></html>")
        assert access.access.verdict == verdict
