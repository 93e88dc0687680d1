"""A mill at work, shared by the tests of this folder: starting one takes seconds."""

from collections.abc import Iterator

import pytest

from tests.leaks import leaked_keys
from tests.mill import Mill, mill


@pytest.fixture(scope="session")
def shared_mill() -> Iterator[Mill]:
    """A mill that may fetch from loopback, and does not wait long for another attempt."""
    with mill(
        allow_addresses="127.0.0.0/8",
        host_delay_seconds="0",
        host_backoff_seconds="0.1",
        retry_base_seconds="0.2",
        max_attempts="2",
        fetch_timeout_seconds="5",
        log_level="warning",
    ) as made:
        made.work()
        yield made


@pytest.fixture
def working_mill(shared_mill: Mill) -> Iterator[Mill]:
    """The mill; afterwards its store holds no key that lives for ever without leave."""
    yield shared_mill
    assert leaked_keys(shared_mill.store) == []
