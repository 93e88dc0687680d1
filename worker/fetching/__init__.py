"""Getting pages: over HTTP, within one deadline, and only from where this service may go.

`client` asks and follows redirects on one host, `robots` says what a site allows, `connections`
keeps connections and goes through a proxy, `network` connects, `safety` says where to, `answers`
and `walls` say what an answer means, `body` unpacks within the limit, `archive` keeps what came,
`fetcher` puts them together. Errors of httpx, httpcore, ssl and socket become those of
`tasks.errors` here and leak no further.
"""
