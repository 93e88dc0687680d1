"""`newsmill extract`: sources to records in this process, without Redis and Celery."""
