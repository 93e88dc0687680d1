"""The task that proves a queue alive: the clock sends it, whoever serves the queue runs it."""

from celery import shared_task

from tasks.base import ResourcefulTask


@shared_task(name="newsmill.canary", bind=True, base=ResourcefulTask)
def canary(self: ResourcefulTask, task: str, sent_at: str) -> str:
    """Note that everything sent to a task's queue before this message has left it."""
    self.resources.ledger.canary_returned(task, sent_at)
    return f"came through {task}"
