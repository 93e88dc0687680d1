"""The store: the ledger of jobs, their documents, and the streams, all in one Redis.

Errors of redis are mapped to `tasks.errors` in `connection`, and leak no further.
"""
