"""What acceptance tests share: a web site on loopback, and what is invented to be read."""

from collections.abc import Iterator

import pytest

from tests.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on loopback."""
    with serving() as started:
        yield started
