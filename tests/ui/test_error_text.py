"""Every situation has its Vietnamese sentence."""

import importlib
import pkgutil
import string
from datetime import date

import pytest

import app
from app.core.errors import AppError, CardUnreadable, FutureBirthDate
from app.ui.error_reasons import REASONS
from app.ui.error_text import TEXTS, error_text, one_line

OWN = {"error_code", "reason_text"}


def _situations() -> dict[str, type[AppError]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.db.migrations"):
            importlib.import_module(module.name)

    def below(kind: type[AppError]) -> set[type[AppError]]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    ours = {kind for kind in below(AppError) if kind.__module__.startswith("app.")}
    return {kind.code: kind for kind in ours}


def test_every_situation_has_a_sentence() -> None:
    """An error without an entry would reach the officer as a code."""
    assert set(_situations()) - set(TEXTS) == set()


def test_no_sentence_is_left_over() -> None:
    """A code that nothing raises any more is taken out of the table."""
    assert set(TEXTS) - set(_situations()) == set()


def test_sentences_ask_only_for_data_the_error_names() -> None:
    """The docstring of each error lists its data; a sentence uses nothing else."""
    for code, kind in _situations().items():
        said = TEXTS[code]
        asked = {
            name
            for text in (said.title, said.text, said.next_step)
            for _, name, _, _ in string.Formatter().parse(text)
            if name
        }
        assert {name for name in asked - OWN if name not in (kind.__doc__ or "")} - {
            "detail"  # said by the base of all database problems
        } == set(), code


@pytest.mark.parametrize("reason", sorted(REASONS["card.unreadable"]))
def test_the_reason_of_an_unreadable_card_is_told(reason: str) -> None:
    """Torn, foreign and garbled scans need different help."""
    assert error_text(CardUnreadable(reason=reason)).text == REASONS["card.unreadable"][reason]


def test_dates_are_written_as_people_write_them() -> None:
    """Data appears as day/month/year, never as a program shows it."""
    assert "01/02/2030" in one_line(FutureBirthDate(born_on=date(2030, 2, 1)))


def test_missing_data_leaves_no_hole_of_code() -> None:
    """A sentence whose data is missing still reads."""
    assert "{" not in one_line(FutureBirthDate())


def test_an_error_without_a_code_names_itself_to_be_reported() -> None:
    """The general sentence carries the code."""
    assert "app.error" in one_line(AppError())
