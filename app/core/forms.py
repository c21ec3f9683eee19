"""Form versions (mẫu biểu): number, title and wording are data with a validity, never code.

A wording's paragraphs hold ``{placeholders}`` and ``**bold**`` spans. What stands in ``[brackets]``
together with a placeholder is said only if all its placeholders have something to say; an empty one
elsewhere is an error: no letter is printed with a hole in it. A first paragraph that begins with
``# `` is the wording's own title.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Final

from app.core.errors import AppError

TITLE_MARK: Final = "# "
BOLD_MARK: Final = "**"

_CLAUSE = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")


class WordingMissing(AppError):
    """A form has no wording for the situation; ``title``, ``wording``."""

    code = "form.wording_missing"


class BadWording(AppError):
    """A wording cannot be filled in: a brace too many, or an unknown name; ``title``, ``asked``."""

    code = "form.bad_wording"


class FactMissing(AppError):
    """A wording needs what is not known; ``title``, ``reason`` (the placeholder's name)."""

    code = "form.fact_missing"


@dataclass(frozen=True, slots=True)
class Composed:
    """A wording filled in: every paragraph says something."""

    title: str
    paragraphs: tuple[str, ...]
    closing: str


@dataclass(frozen=True)
class FormVersion:
    """One form of a circular as it stands between two days.

    ``wording`` maps a wording's name (``before``, ``after`` the appointment) to its paragraphs;
    forms without running text have none.
    """

    kind: str
    number: str
    title: str
    legal_basis: str
    paper: str
    valid_from: date
    valid_to: date | None
    is_verified: bool
    source: str
    wording: Mapping[str, tuple[str, ...]]
    closing: str
    symbol: str

    def compose(self, wording: str, told: Mapping[str, str]) -> Composed:
        """Return a wording with its placeholders filled by ``told``.

        Raises:
            WordingMissing: the form has no such wording, or an empty one.
            BadWording: its text cannot be filled in.
            FactMissing: a placeholder outside brackets has nothing to say.
        """
        lines = self.wording.get(wording, ())
        title = self.title
        if lines and lines[0].startswith(TITLE_MARK):
            title, lines = self._filled(lines[0].removeprefix(TITLE_MARK), told), lines[1:]
        paragraphs = tuple(filter(None, (self._filled(line, told) for line in lines)))
        if not paragraphs:
            raise WordingMissing(title=self.title, wording=wording)
        return Composed(title, paragraphs, self._filled(self.closing, told))

    def _filled(self, template: str, told: Mapping[str, str]) -> str:
        try:
            return filled(template, told)
        except KeyError as error:
            raise BadWording(title=self.title, asked=error.args[0]) from error
        except ValueError as error:
            raise BadWording(title=self.title, asked=template[:60]) from error
        except LookupError as error:
            raise FactMissing(title=self.title, reason=str(error)) from error


class _NothingToSay(LookupError):
    """A placeholder outside brackets is empty."""


def filled(template: str, told: Mapping[str, str]) -> str:
    """Return a template with its placeholders filled and its empty clauses left out.

    Raises:
        KeyError: it asks for a name that is not in ``told``.
        LookupError: a name outside brackets is empty.
        ValueError: its braces do not match.
    """

    def clause(found: re.Match[str]) -> str:
        said = found[1]
        return said if all(told[name].strip() for name in placeholders(said)) else ""

    kept = _CLAUSE.sub(clause, template)
    for name in placeholders(kept):
        if not told[name].strip():
            raise _NothingToSay(name)
    return kept.format_map({name: _unmarked(text) for name, text in told.items()}).strip()


def placeholders(template: str) -> tuple[str, ...]:
    """Return the names a template asks for.

    Raises:
        ValueError: its braces do not match.
    """
    fields: Iterable[str | None] = (field for _, field, _, _ in Formatter().parse(template))
    return tuple(field for field in fields if field is not None)


def _unmarked(text: str) -> str:
    """Return what somebody typed without the signs that would switch bold on."""
    while BOLD_MARK in text:
        text = text.replace(BOLD_MARK, "*")
    return text
