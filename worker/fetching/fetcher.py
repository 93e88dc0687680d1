"""The fetcher as a service or a command needs it: polite, and keeping what it gets."""

from config.settings import Settings
from worker.fetching.archive import Archive, WarcArchive
from worker.fetching.client import HttpFetcher, user_agent_of
from worker.fetching.robots import Robots, RobotsCache


def fetcher_of(settings: Settings, cache: RobotsCache) -> HttpFetcher:
    """Make the fetcher that the settings ask for.

    Args:
        settings: where to fetch from, how, and what to keep.
        cache: what is known of robots.txt files.

    Raises:
        UsageError: the directory of the archive cannot be used.
    """
    fetching = settings.fetching
    agent = user_agent_of(fetching)
    ignored = settings.politeness.ignore_robots_of
    archive: Archive | None = None
    if fetching.warc_dir:
        archive = WarcArchive(
            fetching.warc_dir, file_bytes=fetching.warc_file_bytes, software=agent
        )
    return HttpFetcher(fetching, robots=Robots(agent, cache, ignored=ignored), archive=archive)
