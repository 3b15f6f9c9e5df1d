"""Answers of APIs to earlier runs, so that the next can ask whether they still hold (RFC 9110, 13)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guidelint.links.services.table import BY_NAME

if TYPE_CHECKING:
    from guidelint.links.history import History
    from guidelint.links.services.model import ApiAnswer, Question


class Remembered:
    """The part of the history that is about APIs; without a `history` nothing is remembered.

    Of an answer only the fields are kept that its service reads, and nothing of one that is private or that
    holds one of `secrets`.
    """

    def __init__(self, history: History | None, secrets: Sequence[str] = ()) -> None:
        self._history = history
        self._secrets = secrets

    def validator(self, question: Question) -> str | None:
        """Give the entity tag of the last answer to a question."""
        known = self._history.recall_answer(question.url) if self._history and _is_kept(question) else None
        return known[0] if known else None

    def recalled(self, question: Question, answer: ApiAnswer) -> ApiAnswer:
        """Give the answer itself, or the one that it says still holds."""
        if answer.status != HTTPStatus.NOT_MODIFIED or self._history is None:
            return answer
        known = self._history.recall_answer(question.url)
        return replace(answer, status=200, data=json.loads(known[1]), text=known[1]) if known else answer

    def note(self, question: Question, answer: ApiAnswer) -> None:
        """Remember an answer that came with an entity tag."""
        tag = answer.headers.get("etag")
        if self._history is None or not tag or answer.status != HTTPStatus.OK or not _is_kept(question):
            return
        if not isinstance(answer.data, dict) or answer.data.get("private"):
            return
        kept = {name: answer.data[name] for name in BY_NAME[question.service].kept if name in answer.data}
        stored = json.dumps(kept)
        if not any(secret in text for secret in self._secrets for text in (stored, tag)):
            self._history.note_answer(question.url, tag, stored)


def _is_kept(question: Question) -> bool:
    return question.body is None and bool(BY_NAME[question.service].kept)
