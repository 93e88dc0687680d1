"""Entries of the inbox, whatever they hold."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.inbox import submission_of
from tasks.submitting import Fields
from worker.store.arguments import submission_arguments

URLS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "http:", "http://[", "https://amp.", "http://a:99999/", "//"]),
        st.text(max_size=20),
        st.sampled_from(["", "/amp", "?amp=1&", "/%ff%", ":x"]),
    ),
)
VALUES = st.one_of(st.binary(max_size=40), st.one_of(URLS, st.text(max_size=40)).map(str.encode))
NAMES = st.one_of(
    st.sampled_from([name.encode() for name in Fields.model_fields]), st.binary(max_size=5)
)


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_no_entry_can_stop_the_clock(fields: dict[bytes, bytes]) -> None:
    """Each becomes a job that the ledger can be given, under the entry's id."""
    made = submission_of("1-1", fields, 30)
    assert (made.job.id, made.inbox_entry) == ("1-1", "1-1")
    assert submission_arguments(made)
