"""One spelling for a URL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.urls.normal import absolute, normalised_url, registrable_domain, site_of
from tasks.urls.tracking import is_tracking


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Www.Example.com:443/A?b=1#c", "https://www.example.com/A?b=1"),
        ("http://example.com", "http://example.com/"),
        ("  https://example.com./a\n", "https://example.com/a"),
        ("https://reader:secret@example.com/a", "https://example.com/a"),
        ("https://example.com/a#!/news/7", "https://example.com/a"),
        ("https://example.com/a?", "https://example.com/a"),
        ("https://example.com/a?&b=1&&c", "https://example.com/a?b=1&c"),
        ("https://example.com/?id=7&utm_source=x&page=2", "https://example.com/?id=7&page=2"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?b=2&a=1"),
        ("https://b\u00fccher.example.com/\u00e4", "https://xn--bcher-kva.example.com/%C3%A4"),
        ("https://example.com/%7euser/%c3%a4%2f%41", "https://example.com/~user/%C3%A4%2FA"),
        ("https://example.com/100%/a b", "https://example.com/100%25/a%20b"),
        ("https://example.com/a/./b/../c/.", "https://example.com/a/c/"),
        ("https://example.com/%2e%2e/../a", "https://example.com/a"),
        ("https://example.com//a//b", "https://example.com//a//b"),
        ("https://example.com/a;jsessionid=0A1B.live2?b=1", "https://example.com/a?b=1"),
        ("https://example.com/a;v=1,2", "https://example.com/a;v=1,2"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        ("ftp://example.com/x", None),
        ("mailto:a@example.com", None),
        ("//example.com/x", None),
        ("https:///x", None),
        ("https://exa mple.com/", None),
        ("https://example..com/", None),
        ("https://[::1", None),
        ("https://example.com:port/", None),
        ("https://example.com/\ud800", None),
        ("https://example.com/" + "a" * 2000, None),
        ("", None),
        (None, None),
    ],
)
def test_a_url_has_one_spelling(url: str | None, expected: str | None) -> None:
    """Only what says how a reader came is dropped; what selects an article stays."""
    assert normalised_url(url) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_normal_form_is_normal(path: str, query: str) -> None:
    """Normalising twice changes nothing more."""
    once = normalised_url(f"https://example.com/{path}?{query}")
    assert normalised_url(once) == once


@pytest.mark.parametrize(
    "parameter",
    [
        "utm_source=rss",
        "UTM_Campaign=x",
        "utm_social-type=owned",
        "gm_utm_source=rp",
        "amp;utm_medium=email",
        "amp%3Butm_campaign=footer",
        "fbclid=IwAR1",
        "gclid=Cj0",
        "gad_source=1",
        "srsltid=Afm",
        "_gl=1*x",
        "msclkid=1",
        "ttclid=1",
        "yclid=1",
        "ysclid=1",
        "mc_cid=4",
        "mc_eid=e",
        "_hsenc=p2",
        "hsCtaTracking=1",
        "hsa_cam=1",
        "mkt_tok=e",
        "s_cid=1",
        "cm_mmc=CJ-_-7",
        "xtor=AD-251-[]",
        "at_medium=RSS",
        "at_campaign=64",
        "at_link_origin=BBCWorld",
        "ns_mchannel=social",
        "ocid=socialflow",
        "mtm_campaign=x",
        "pk_campaign=x",
        "itm_source=parsely-api",
        "dicbo=v2",
        "tblci=GiB",
        "smid=tw-nytimes",
        "emc=rss",
        "unlocked_article_code=1.x",
        "CMP=share_btn_tw",
        "INTCMP=NGW",
        "ito=1490",
        "ico=most_popular",
        "wpisrc=nl",
        "itid=hp-top-table-main",
        "mod=hp_lead_pos1",
        "srnd=premium",
        "wt_zmc=fix.int",
        "sara_ref=re-xx-cp-sh",
        "lmd_campaign=x",
        "ftag=CNM-00",
        "guccounter=1",
        "ref=rss",
        "r=rss",
        "source=LinkedIn",
        "src=share_button",
        "partner=rss",
        "replytocom=254922",
        "PHPSESSID=0123",
    ],
)
def test_what_says_how_a_reader_came_is_tracking(parameter: str) -> None:
    """Real parameters of advertisers, mailers, analytics and publishers."""
    assert is_tracking(parameter)


@pytest.mark.parametrize(
    "parameter",
    [
        "id=1",
        "p=12",
        "s=storm",
        "page=2",
        "story=55",
        "cid=51160747",
        "article8517",
        "ref=a-4711",
        "ref=12",
        "source=reuters",
        "from=2024-01-01",
        "mod=article",
        "mbid=0383dadf-2a4e-4d10-a46a-e9e041da8eb3",
        "itid=4711",
        "ico=12345678",
        "cmp=42",
        "cHash=892ac149",
        "tx_news_pi1[news]=2236",
        "newsID=c3aa546f",
        "sid=58428beaa14598c2e02d93ad5c773e4d",
        "keyword=flood",
        "session=3",
        "uid=9",
        "gallery=2",
        "outputType=amp",
        "amp=1",
        "amphibians=frogs",
        "lang=en",
        "print=1",
        "share=facebook",
        "atlas=3",
        "utm",
        "",
    ],
)
def test_what_may_select_an_article_is_kept(parameter: str) -> None:
    """In doubt a parameter stays: two documents must not become one."""
    assert not is_tracking(parameter)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("/a", "https://example.com/a"),
        ("b?c=1", "https://example.com/news/b?c=1"),
        ("//m.example.com/a", "https://m.example.com/a"),
        ("javascript:void(0)", None),
        ("https://[", None),
        ("", None),
        (None, None),
    ],
)
def test_a_reference_is_resolved(reference: str | None, expected: str | None) -> None:
    """Against the page that holds it; what leads to no page is None."""
    assert absolute(reference, "https://example.com/news/1") == expected


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://a.b.example.co.uk/", "example.co.uk"),
        ("https://www.example.com/", "example.com"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]:8000/", "::1"),
        ("http://localhost/", "localhost"),
        ("https://news.paper.example/", "paper.example"),
    ],
)
def test_a_registrable_domain_is_what_its_owner_registered(url: str, domain: str) -> None:
    """Public suffixes come with the package; names under none have two labels."""
    assert registrable_domain(url) == domain


def test_a_site_is_a_host_without_www() -> None:
    """Without a URL there is none."""
    assert site_of("https://www.example.com/a") == "example.com"
    assert site_of(None) is None
