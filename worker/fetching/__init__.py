"""Getting pages: over HTTP, within one deadline, and only from where this service may go.

`client` asks and follows redirects, `network` connects, `safety` says where to, `answers` says
what an answer means, `body` unpacks within the limit. Errors of httpx, httpcore, ssl and socket
become those of `tasks.errors` here and leak no further.
"""
