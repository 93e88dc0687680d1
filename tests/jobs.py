"""Jobs in a ledger without any worker, as far as a test needs them."""

from tasks.job import Job, Message, RawPage, Submission
from tasks.record import Article, Extractions
from worker.store.ledger import Ledger

PAGE = RawPage(body=b"Some text.", content_type="text/plain; charset=utf-8")


def at_publish(ledger: Ledger, job: Job, article: Article | RawPage = PAGE) -> Message:
    """Bring a job with a page of its own up to publish, begun; give its message."""
    (message,) = ledger.submit([Submission(job, PAGE)])
    for output, following in ((article, "extract"), (Extractions(), "publish")):
        ledger.begin(message, "t")
        ledger.hand_over(message, "t", output)
        message = message._replace(task=following)
    ledger.begin(message, "t")
    return message
