"""What an office chooses about its apologies: dated settings with their beginnings."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.apologies import CAUSES, Cause

FORM, OFFICIAL_LETTER = "apology_letter", "apology_official_letter"
"""The kinds of form a letter can be written on: form 04, or an official letter (công văn)."""


@dataclass(frozen=True, slots=True)
class Superior:
    """Who decides about a second lateness; ``login`` is empty where the person has no account."""

    login: str = ""
    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class ApologyChoices:
    """The office's choices in force."""

    days_before: int = 1
    superior: Superior = Superior()
    departments: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = CAUSES
    holds_result_without_letter: bool = True
    form_kind: str = FORM
    time_stamp_url: str = ""


def read_choices(raw: Mapping[str, Any]) -> ApologyChoices:
    """Return the choices kept in a setting; what an older office never chose has its beginning."""
    causes = tuple(Cause(**one) for one in raw.get("causes", ())) or CAUSES
    return ApologyChoices(
        days_before=raw["days_before"],
        superior=Superior(**raw.get("superior", {})),
        departments=tuple(raw.get("departments", ())),
        causes=causes,
        holds_result_without_letter=raw.get("holds_result_without_letter", True),
        form_kind=raw.get("form_kind", FORM),
        time_stamp_url=raw.get("time_stamp_url", ""),
    )


def written_choices(choices: ApologyChoices) -> dict[str, Any]:
    """Return the choices as a setting keeps them."""
    return dataclasses.asdict(choices)
