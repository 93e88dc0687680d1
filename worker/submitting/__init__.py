"""From SOURCE arguments to jobs in the ledger: `sources` and `paths` read, `batches` hands in.

`warcs` and `warc_records` read archives.
"""
