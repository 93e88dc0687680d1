"""Mails: which of their bodies is read, and what their headers say."""

import base64
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.cleaning import clean
from tasks.cleaning.formats.frames import frame_of
from tasks.cleaning.formats.mails import read_mail
from tasks.errors import Dropped, Undecodable
from tasks.job import Job, RawPage
from tasks.record import Article

PLAIN = (
    "The ice on the Varn broke on Sunday night and took two piers with it.\n\n"
    "Nobody was hurt, said Mayor Ilse Tamm, who had closed the bridge at noon.\n"
)
HTML = "<html><body>{}</body></html>".format(
    "".join(f"<p>{line}</p>" for line in PLAIN.strip().split("\n\n"))
)


def cleaned(body: bytes, **facts: object) -> Article:
    """Clean a mail as that of a file."""
    job = Job.model_validate({"id": "j", "kind": "file", "path": "a.eml"} | facts)
    page = RawPage(body=body, content_type="message/rfc822")
    return clean(job, page, detect_language=lambda _: ("en", 0.9), max_bytes=10_000_000)


def mail(plain: str | None = PLAIN, html: str | None = None, **headers: str) -> EmailMessage:
    """Make a mail with one body or both."""
    message = EmailMessage()
    for name, value in {"Subject": "Ice takes two piers", **headers}.items():
        message[name] = value
    if plain is not None:
        message.set_content(plain)
    if html is not None:
        (message.add_alternative if plain is not None else message.set_content)(html, "html")
    return message


def test_a_plain_mail() -> None:
    """Its headers are title, author and date; it is given as text."""
    message = mail(
        From="Varn Press Office <press@varn.example>", Date="Mon, 2 Mar 2026 09:30 +0200"
    )
    article = cleaned(message.as_bytes())
    content = article.content
    assert content.text == PLAIN.strip()
    assert content.title == "Ice takes two piers"
    assert [(by.name, by.kind) for by in content.authors or ()] == [
        ("Varn Press Office", "organisation")
    ]
    assert content.published is not None
    assert (content.published.value, content.published.source) == (
        "2026-03-02T09:30:00+02:00",
        "mail:date",
    )
    assert article.access.evidence == ("given as text",)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: Re: Ice takes two piers", "Ice takes two piers"),
        ("AW: Eis reißt zwei Stege fort", "Eis reißt zwei Stege fort"),
        ("Regatta: nine boats", "Regatta: nine boats"),
        ("Ледоход снёс два причала", "Ледоход снёс два причала"),
    ],
)
def test_the_subject_is_the_title(subject: str, title: str) -> None:
    """Without what forwarding adds, in any script."""
    assert cleaned(mail(Subject=subject).as_bytes()).content.title == title


def test_the_caller_names_it_best() -> None:
    """And dates it."""
    content = cleaned(mail().as_bytes(), title="Two piers lost", published="2026-03-01").content
    assert content.title == "Two piers lost"
    assert content.published is not None
    assert content.published.source == "job"


def test_of_two_bodies_the_page_is_read() -> None:
    """The plain one is full of addresses."""
    plain = PLAIN + "View in browser: https://varn.example/" + "x" * 200
    assert cleaned(mail(plain, HTML).as_bytes()).content.text == PLAIN.strip()


def test_a_page_that_says_less_than_the_plain_body_is_not_read() -> None:
    """It is a picture with a link."""
    body = "<html><body><img src=a.png><p>Open in browser</p></body></html>"
    assert cleaned(mail(PLAIN, body).as_bytes()).content.text == PLAIN.strip()


def test_a_page_alone() -> None:
    """In the charset that the mail says, packed as mails pack."""
    message = EmailMessage()
    message["Subject"] = "Лёд"
    message.set_content(HTML.replace("Ilse Tamm", "Ильза Тамм"), "html", charset="koi8-r")
    text = cleaned(message.as_bytes()).content.text or ""
    assert "Mayor Ильза Тамм, who" in text


def test_attachments_are_left_alone() -> None:
    """Also those that are text; a body without a charset is read as a page without one would be."""
    message = mail()
    message.add_attachment("Nothing to read.", filename="notes.txt")
    message.add_attachment(b"\x00\x01", maintype="image", subtype="png", filename="a.png")
    assert cleaned(message.as_bytes()).content.text == PLAIN.strip()


def test_a_mail_within_a_mail() -> None:
    """Forwarded as an attachment it is the text, where there is no other."""
    outer = EmailMessage()
    outer["Subject"] = "Fwd: Ice takes two piers"
    outer.add_attachment(mail(Subject="inner"), disposition="inline")
    assert cleaned(outer.as_bytes()).content.text == PLAIN.strip()
    with_words = mail("See below, it is about the two piers.", Subject="Fwd: Ice")
    with_words.add_attachment(mail(Subject="inner"), disposition="inline")
    assert cleaned(with_words.as_bytes()).content.text == "See below, it is about the two piers."


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            b"From: =?utf-8?b?" + base64.b64encode("Jürgen Öst".encode()) + b"?= <a@b.example>",
            "Jürgen Öst",
        ),
        (b'From: "Tamm, Ilse" <a@b.example>', "Tamm, Ilse"),
        ("From: Jürgen Öst <a@b.example>".encode(), "Jürgen Öst"),
        (b"From: a@b.example", None),
        (b'From: "a@b.example" <a@b.example>', None),
        (b"From: =?klingon?q?Worf?= <a@b.example>", "Worf"),
        (b"From: =?utf-8?b?a?= <a@b.example>", "=?utf-8?b?a?="),
        (b"From: ((((((", None),
    ],
)
def test_who_sent_it(header: bytes, name: str | None) -> None:
    """The name, encoded, quoted or raw; an address alone names nobody."""
    assert read_mail(header + b"\n\nText.", max_bytes=1000).sender == name


@pytest.mark.parametrize("is_page", [False, True])
def test_who_wrote_a_story_comes_before_who_sent_it(*, is_page: bool) -> None:
    """A byline above the text names the author, and is no part of the text."""
    plain, html = f"By Ingrid Lund\n\n{PLAIN}", HTML.replace("<p>", "<p>By Ingrid Lund</p><p>", 1)
    message = mail(None, html) if is_page else mail(plain)
    message["From"] = "The Varn Letter <letter@varn.example>"
    content = cleaned(message.as_bytes()).content
    assert [by.name for by in content.authors or ()] == ["Ingrid Lund"]
    assert content.text == PLAIN.strip()


def test_lines_may_end_in_any_way() -> None:
    """As they come from a mail server, and with an empty line before the header."""
    body = mail(From="Ilse Tamm <a@b.example>").as_bytes(policy=SMTP)
    assert cleaned(b"\r\n" + body).content.text == PLAIN.strip()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no header"),
        (b"\n\nThe ice broke.", "no header"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 3000, "more parts"),
        (
            b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
                for n in range(99)
            ),
            "more parts",
        ),
    ],
    ids=["empty", "text", "wide", "deep"],
)
def test_what_is_no_mail_says_why(body: bytes, words: str) -> None:
    """Or is made to be taken apart for ever."""
    with pytest.raises(Undecodable, match=words):
        cleaned(body)


def test_a_header_of_five_megabytes_takes_no_time() -> None:
    """Its end is not read."""
    header = b"Content-Type: text/plain; " + b"a=b; " * 1_000_000
    assert cleaned(header + b"\nSubject: Ice\n\nText of it.").content.text == "Text of it."


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from([b"From: ", b"Subject: ", b"Date: ", b"=?utf-8?q?", b"?=", b"\n", b"\n\n"])
        | st.sampled_from([b"Content-Type: multipart/mixed; boundary=b\n\n", b"\n--b\n", b"--b--"])
        | st.sampled_from(
            [b"Content-Transfer-Encoding: base64\n", b"Content-Type: message/rfc822\n"]
        )
        | st.sampled_from([b"Content-Type: text/html; charset=", b"Content-Type: text/plain\n"])
        | st.binary(max_size=12),
        max_size=20,
    )
)
def test_any_bytes_are_a_mail_or_none(parts: list[bytes]) -> None:
    """No other error comes out."""
    try:
        article = cleaned(b"".join(parts))
    except Dropped:
        return
    text = article.content.text or ""
    assert all(text[block.start : block.end].strip() for block in article.content.blocks)


FORWARDED = f"""View this mail in your browser: https://varn.example/v

---------- Forwarded message ---------
From: Varn Press Office <press@varn.example>
Date: Mon, 2 Mar 2026
Subject: Ice

{PLAIN}
--{" "}
Ilse Tamm
1 Pier Road, Varn

You are receiving this email because you asked for it.
Unsubscribe: https://varn.example/u
"""


def test_what_stands_around_a_forwarded_newsletter_is_removed() -> None:
    """Headers, signature and the ways to leave; the record says what each was."""
    content = cleaned(mail(FORWARDED).as_bytes()).content
    assert content.text == PLAIN.strip()
    kinds = [removed.kind for removed in content.removed or ()]
    assert kinds == ["newsletter"] + 4 * ["forwarded"] + 3 * ["signature"] + 2 * ["newsletter"]


def test_the_footer_of_a_page_in_a_mail_is_removed() -> None:
    """All that follows a way to leave, where no paragraph does."""
    footer = (
        "<p><a href=/u>Se d\xe9sabonner</a> | <a href=/p>Aide</a></p><p>Varn, 1 rue du Port</p>"
    )
    content = cleaned(mail(None, HTML.replace("</body>", footer + "</body>")).as_bytes()).content
    assert content.text == PLAIN.strip()


def test_a_story_about_unsubscribing_stays() -> None:
    """A way to leave above a paragraph is what the story tells; so are facts with colons."""
    story = f"To unsubscribe, tick a box.\n\nWhen: now\nWhere: here\nWho: all\n\n{PLAIN}"
    assert frame_of(story.splitlines()) == {}


def test_a_header_that_is_not_encoded_may_be_latin() -> None:
    """As old programs write it."""
    body = "From: J\xfcrgen Vogt <j@varn.example>\nSubject: Die Mauer f\xe4llt\n\n" + PLAIN
    content = cleaned(body.encode("latin-1")).content
    assert content.title == "Die Mauer f\xe4llt"
    assert [author.name for author in content.authors or ()] == ["J\xfcrgen Vogt"]
