"""Verbs of saying, which tell who is a person and what is only reported."""

from typing import Final

_SAYING = """
acknowledged added admitted agreed alleged announced argued asked believes claimed claims
commented complained concluded confirmed conceded continued criticised declared denied described
explained hopes insisted joked noted praised promised recalled remembered replied said says
shouted stressed suggested tells testified thanked thinks told tweeted urged vowed warned wept
wrote died resigned scored laughed smiled married
"""
SAYING: Final = frozenset(_SAYING.split())
"""Verbs whose subject is rather a person; places and organisations say much as well."""
