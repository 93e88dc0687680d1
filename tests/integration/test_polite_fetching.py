"""Politeness, robots.txt and shared fetches through real workers."""

import json
from collections.abc import Iterator

import pytest

from tests import invented
from tests.mill import Mill, url
from tests.site import Site, serving
from worker.store import keys


@pytest.fixture
def other_site() -> Iterator[Site]:
    """A second site: its port makes it another host."""
    with serving() as started:
        yield started


def record_of(made: Mill, job_id: str) -> dict[str, object]:
    """Give the record that a job has led to."""
    records = [json.loads(entry["record"]) for entry in made.entries(keys.ARTICLES)]
    (record,) = [record for record in records if record["job_id"] == job_id]
    return dict(record)


def test_ten_spellings_are_fetched_once(working_mill: Mill, site: Site) -> None:
    """However a URL is spelled, one fetch serves all who asked before it."""
    plain = site.page("/spellings", invented.html(900))
    spelled = [f"{plain}?utm_source=a{n}" for n in range(5)] + [f"{plain}#{n}" for n in range(5)]
    endings = working_mill.outcomes(*working_mill.submit(*map(url, spelled)))
    assert sorted(endings) == ["published: new"] + 9 * ["unchanged: fresh"]
    assert site.hits("/spellings") == 1


def test_robots_txt_is_obeyed_and_asked_for_once(working_mill: Mill, site: Site) -> None:
    """A page that it disallows is not asked for; the others are."""
    site.page("/robots.txt", "User-agent: *\nDisallow: /private/\n", content_type="text/plain")
    secret = site.page("/private/a", invented.html(901))
    public = site.page("/public/a", invented.html(902))
    endings = working_mill.outcomes(*working_mill.submit(url(secret), url(public)))
    assert endings == ["dropped: robots", "published: new"]
    assert (site.hits("/private/a"), site.hits("/robots.txt")) == (0, 1)


def test_robots_txt_that_fails_holds_the_page_back(working_mill: Mill, site: Site) -> None:
    """What may be forbidden is not fetched; the job ends with what is wrong with robots.txt."""
    site.page("/robots.txt", "no", status=503)
    (job_id,) = working_mill.submit(url(site.page("/a", invented.html(903))))
    assert working_mill.outcomes(job_id) == ["dead: upstream_error"]
    assert "robots.txt" in (working_mill.app.resources.ledger.state(job_id) or {})["error"]
    assert site.hits("/a") == 0


def test_redirect_to_another_host(working_mill: Mill, site: Site, other_site: Site) -> None:
    """It is another host's turn and robots.txt; the record keeps the whole way."""
    target = other_site.page("/target", invented.html(904))
    start = site.redirect("/start", target)
    (job_id,) = working_mill.submit(url(start))
    assert working_mill.outcomes(job_id) == ["published: new"]
    record = record_of(working_mill, job_id)
    assert record["fetch"]["redirects"] == [start]  # type: ignore[index]
    assert record["source"]["final_url"] == target  # type: ignore[index]
    assert other_site.hits("/robots.txt") == 1


def test_redirect_to_where_robots_may_not_go(
    working_mill: Mill, site: Site, other_site: Site
) -> None:
    """The robots.txt of the host that a redirect leads to is obeyed too."""
    other_site.page("/robots.txt", "User-agent: newsmill\nDisallow: /", content_type="text/plain")
    target = other_site.page("/target", invented.html(905))
    (job_id,) = working_mill.submit(url(site.redirect("/start", target)))
    assert working_mill.outcomes(job_id) == ["dropped: robots"]
    assert other_site.hits("/target") == 0


def test_circle_over_two_hosts_ends(working_mill: Mill, site: Site, other_site: Site) -> None:
    """What each host redirects to the other is found out."""
    one = site.redirect("/round", other_site.url("/round"))
    other = other_site.redirect("/round", one)
    endings = working_mill.outcomes(*working_mill.submit(url(one), url(other)))
    assert endings == 2 * ["dead: upstream_error"]


def test_page_that_has_not_changed_is_not_sent_again(working_mill: Mill, site: Site) -> None:
    """The second time its ETag is sent, and a 304 ends the job."""
    html = invented.html(906).encode()

    def answer(exchange: object) -> None:
        known = exchange.headers.get("If-None-Match") == '"v1"'  # type: ignore[attr-defined]
        if known:
            exchange.start(304, etag='"v1"')  # type: ignore[attr-defined]
        else:
            exchange.answer(  # type: ignore[attr-defined]
                200, html, content_type="text/html", etag='"v1"'
            )

    address = site.route("/etag-page", answer)
    endings = [working_mill.outcomes(*working_mill.submit(url(address))) for _ in range(2)]
    assert endings == [["published: new"], ["unchanged: not_modified"]]


def test_body_that_is_known_is_not_read_again(working_mill: Mill, site: Site) -> None:
    """Without validators the hash of the body says it, before anything is cleaned."""
    address = site.page("/same", invented.html(907))
    for ending in ("published: new", "unchanged: same_body"):
        (job_id,) = working_mill.submit(url(address))
        assert working_mill.outcomes(job_id) == [ending]
    assert (working_mill.app.resources.ledger.state(job_id) or {})["task"] == "fetch"


def test_rights_go_into_the_record(working_mill: Mill, site: Site) -> None:
    """What a publisher reserves is published with the article, unless a setting drops it."""
    address = site.page(
        "/reserved", invented.html(908), headers={"X-Robots-Tag": "noai", "TDM-Reservation": "1"}
    )
    (job_id,) = working_mill.submit(url(address))
    assert working_mill.outcomes(job_id) == ["published: new"]
    access = record_of(working_mill, job_id)["access"]
    assert set(access["rights"]) == {"noai", "tdm-reservation"}  # type: ignore[index]
