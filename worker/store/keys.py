"""Every key of the store: its type, and when it ends. Nothing else builds a key.

The Lua scripts get these names from here too (`for_scripts`). A key of a job lives as long
as the job is open; its time to live starts at the outcome.
"""

from typing import Final, NamedTuple

from tasks.chain import TASKS
from tasks.comparing.signatures import ALGORITHM


class Key(NamedTuple):
    """One kind of key.

    Attributes:
        name: the whole key, or what stands before the id.
        type: Redis' word for it.
        ends: when it goes away, for people.
        for_ever: whether it may live without a time to live when all jobs are closed.
    """

    name: str
    type: str
    ends: str
    for_ever: bool = False

    def of(self, ending: str) -> str:
        """Give the whole key of one job, document, task or day."""
        return self.name + ending


JOB: Final = Key("news:job:", "hash", "NEWSMILL_CLOSED_KEPT_DAYS after the outcome, dead: longer")
PAGE: Final = Key("news:page:", "string", "at the outcome; dead: with the job")
ARTICLE: Final = Key("news:article:", "string", "at the outcome; dead: with the job")
EXTRACTIONS: Final = Key("news:extractions:", "string", "at the outcome; dead: with the job")
WAITING: Final = Key("news:jobs:waiting", "zset", "when no job waits")
QUEUED: Final = Key("news:jobs:queued:", "zset", "when no job is queued for that task")
RUNNING: Final = Key("news:jobs:running", "zset", "when no job runs")
HOST: Final = Key("news:host:", "hash", "a day after the host was last asked")
FRONTIER: Final = Key("news:frontier:", "list", "when no job waits for that host")
TURNS: Final = Key("news:hosts:turns", "zset", "when no job waits for a host")
PERMITS: Final = Key("news:permits:", "zset", "when the last permit is back, or a while after it")
URL: Final = Key("news:url:", "string", "NEWSMILL_CLOSED_KEPT_DAYS after its latest fetch was due")
OWN: Final = Key("news:own:", "string", "NEWSMILL_DEAD_KEPT_DAYS after its latest job came in")
FOLLOWERS: Final = Key("news:followers:", "list", "when the job that they follow is closed")
LEADERS: Final = Key("news:jobs:leaders", "list", "when the followers of closed jobs go on")
ROBOTS: Final = Key("news:robots:", "hash", "7 days after it was fetched")
DEAD: Final = Key("news:jobs:dead", "zset", "NEWSMILL_DEAD_KEPT_DAYS after the last death")
TALLY: Final = Key("news:tally:", "hash", "NEWSMILL_DEAD_KEPT_DAYS after its day (days since 1970)")
TOTALS: Final = Key("news:totals:", "hash", "never; few, and of few fields", for_ever=True)
LOST: Final = Key("news:lost:", "hash", "NEWSMILL_DEAD_KEPT_DAYS after that stream's latest loss")
HEAD: Final = Key("news:head:", "hash", "NEWSMILL_VERSIONS_KEPT_DAYS after it was last seen")
TEXT: Final = Key("news:text:", "string", "NEWSMILL_VERSIONS_KEPT_DAYS after it was last seen")
BANDS: Final = Key(f"news:bands:{ALGORITHM}:", "string", "as its sketches")
SKETCHES: Final = Key(
    f"news:sketches:{ALGORITHM}:", "string", "NEWSMILL_NEAR_KEPT_DAYS after its book's last one"
)
CANARY: Final = Key("news:canary:", "hash", "a day after its last canary")
CLOCK: Final = Key("news:clock", "string", "seconds after its clock is gone")
ARTICLES: Final = Key("news:articles", "stream", "never; trimmed by the clock", for_ever=True)
OUTCOMES: Final = Key("news:outcomes", "stream", "never; trimmed by the clock", for_ever=True)
INBOX: Final = Key("news:inbox", "stream", "never; emptied by the clock", for_ever=True)
ARTICLES_DEAD: Final = Key(
    "news:articles:dead:", "stream", "14 days after its last entry, which drops those so old"
)
DEAD_GROUPS: Final = Key("news:articles:dead", "zset", "as the last of the streams that it names")

ALL: Final[dict[str, Key]] = {
    name: value for name, value in globals().items() if isinstance(value, Key)
}


DOCUMENTS: Final = (PAGE, ARTICLE, EXTRACTIONS)


def for_scripts() -> str:
    """Give what the Lua scripts know of names: `keys`, `TASKS` and `DOCUMENTS`."""
    pairs = ", ".join(f"{name.lower()} = '{key.name}'" for name, key in ALL.items())
    tasks = ", ".join(f"'{task}'" for task in TASKS)
    documents = ", ".join(f"'{key.name}'" for key in DOCUMENTS)
    return f"local keys = {{{pairs}}}\nlocal TASKS = {{{tasks}}}\nlocal DOCUMENTS = {{{documents}}}"
