"""Links: home, to another page of the site, or elsewhere."""

import pytest
from lxml.html import fromstring

from tasks.cleaning.links import leads_home, leads_within

HOST = "ellery-courier.example"


@pytest.mark.parametrize(
    ("href", "place"),
    [
        ("/", "home"),
        ("/en/", "home"),
        ("/index.html", "home"),
        (f"https://{HOST}/", "home"),
        (f"https://www.{HOST}", "home"),
        (f"//{HOST}/news/wall", "site"),
        (f"HTTPS://WWW.{HOST.upper()}/news/wall", "site"),
        ("/news/wall", "site"),
        ("wall.html", "site"),
        ("https://vestermark.example/", "elsewhere"),
        (f"https://{HOST}.vestermark.example/", "elsewhere"),
        ("mailto:desk@ellery-courier.example", "elsewhere"),
        ("#top", "elsewhere"),
        ("", "elsewhere"),
    ],
)
def test_a_link_leads_home_within_the_site_or_elsewhere(href: str, place: str) -> None:
    """Whether or not the host is written, with `www.` or without."""
    link = fromstring(f'<a href="{href}">Wall</a>')
    assert leads_home(link, HOST) is (place == "home")
    assert leads_within(link, HOST) is (place != "elsewhere")


def test_a_link_may_say_that_it_leads_home() -> None:
    """Wherever its address seems to lead."""
    assert leads_home(fromstring("<a rel=home href='https://vestermark.example/x'>x</a>"), HOST)
