"""A store that does not answer for a while, in the middle of a fetch."""

import os
import signal
import threading
from pathlib import Path

from tests import invented
from tests.mill import mill, url
from tests.site import Site, serving
from tests.waiting import wait_until

AWAY_SECONDS = 2.5


def test_site_is_not_asked_again_for_the_stores_sake(site: Site, tmp_path: Path) -> None:
    """What a fetch has to tell the ledger is said again when it is back; the request is not."""
    with (
        serving() as other,
        mill(
            tmp_path,
            allow_addresses="127.0.0.0/8",
            host_delay_seconds="0",
            store_timeout_seconds="0.5",
            log_level="error",
        ) as made,
    ):
        start = site.redirect("/start", other.page("/there", invented.html(1)))
        site.delay("/start", seconds=1.0)
        made.work()
        (job_id,) = made.submit(url(start))
        wait_until(lambda: site.hits("/start"), 30, "the fetch")
        store_pid = made.servers.pids["store"]
        os.kill(store_pid, signal.SIGSTOP)
        threading.Event().wait(AWAY_SECONDS)
        os.kill(store_pid, signal.SIGCONT)
        assert made.outcomes(job_id) == ["published: new"]
        assert (site.hits("/start"), other.hits("/there")) == (1, 1)
