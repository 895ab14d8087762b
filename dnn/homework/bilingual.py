"""A sentence in both languages of the checker."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """One sentence in both languages; what stands in braces is put in."""

    en: str
    zh: str


LANGUAGES = Words._fields
