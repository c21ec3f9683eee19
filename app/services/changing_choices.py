"""Changing what the office chose about its apologies: a new row from today on, in the journal."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import local_day
from app.core.dossiers import Actor, Role
from app.core.errors import AppError
from app.services import dated_settings, journal
from app.services.accounts import list_accounts
from app.services.apology_choices import (
    FORM,
    OFFICIAL_LETTER,
    ApologyChoices,
    written_choices,
)
from app.services.office import Office

SETTING = "apology"
LONGEST_WARNING = 10
CHANGERS = frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMIN})


class BadChoice(AppError):
    """A choice cannot be; ``name``, ``value``."""

    code = "apology.bad_choice"


class ChoiceNotAllowed(AppError):
    """An account of this role does not change the office's choices; ``role``."""

    code = "apology.choice_not_allowed"


def change(
    session: Session, office: Office, choices: ApologyChoices, *, actor: Actor, at: datetime
) -> ApologyChoices:
    """Let other choices hold from today on; those of earlier days stay, as rows and in the journal.

    Raises:
        ChoiceNotAllowed: only supervisors, leaders and administrators choose.
        BadChoice: a number of days, a form or an address that cannot be.
    """
    if actor.role not in CHANGERS:
        raise ChoiceNotAllowed(role=actor.role)
    _check(choices)
    login = text.fold(choices.superior.login)
    if login and login not in {one.login for one in list_accounts(session, office)}:
        raise BadChoice(name="superior", value=choices.superior.login)
    day = local_day(at)
    written = written_choices(choices)
    before = dated_settings.value_on(session, office, SETTING, day)
    dated_settings.keep(session, office, SETTING, day, before | written)
    journal.append(session, office, "apology.choices_changed", written, actor, at)
    return choices


def _check(choices: ApologyChoices) -> None:
    if not 0 <= choices.days_before <= LONGEST_WARNING:
        raise BadChoice(name="days_before", value=choices.days_before)
    if choices.form_kind not in {FORM, OFFICIAL_LETTER}:
        raise BadChoice(name="form_kind", value=choices.form_kind)
    url = choices.time_stamp_url
    if url and not url.startswith(("http://", "https://")):
        raise BadChoice(name="time_stamp_url", value=url)
    if any(not text.clean_line(one) for one in choices.departments):
        raise BadChoice(name="departments", value="")
