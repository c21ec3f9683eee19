"""``motcua apology choices``: what the office chose about its apologies, shown and changed."""

import argparse
import dataclasses
from collections.abc import Sequence
from typing import Any

from app.cli.answers import Answer
from app.cli.program import open_for_acting
from app.core.apologies import Cause
from app.core.errors import AppError
from app.services import accounts, changing_choices
from app.services.apology_choices import ApologyChoices, Superior, written_choices

Words = argparse.Namespace
WAITING = "chờ"
"""The third part of a cause that waits for another agency."""
RULE = (
    "Nghĩa vụ xin lỗi mở vào ngày làm việc cuối cùng trước hạn ít nhất {days} ngày, "
    "chậm nhất khi quá giờ hẹn."
)


class BadCauseWords(AppError):
    """A cause is not told as ``key=text``; ``text``."""

    code = "apology.bad_cause_words"


def show(arguments: Words) -> Answer:
    """Show the choices in force, the rule of the opening day among them."""
    with open_for_acting(arguments) as program:
        return _told(program.office.apology)


def change(arguments: Words) -> Answer:
    """Let other choices hold from today on; what is not named stays."""
    with open_for_acting(arguments) as program:
        old = program.office.apology
        with program.database.write() as session:
            new = dataclasses.replace(old, **_changes(arguments))
            login = new.superior.login
            if login and login != old.superior.login:
                named = accounts.find_actor(session, program.office, login)
                superior = dataclasses.replace(new.superior, login=named.login, name=named.name)
                new = dataclasses.replace(new, superior=superior)
            done = changing_choices.change(
                session, program.office, new, actor=program.actor, at=program.at
            )
    return _told(done)


def _changes(words: Words) -> dict[str, Any]:
    named = {
        "days_before": words.days_before,
        "departments": words.department and tuple(words.department),
        "causes": words.cause and _causes(words.cause),
        "holds_result_without_letter": words.hold and words.hold == "on",
        "form_kind": words.form,
        "time_stamp_url": words.time_stamp_url,
        "superior": _superior(words),
    }
    return {name: value for name, value in named.items() if value is not None}


def _superior(words: Words) -> Superior | None:
    told = (words.superior_login, words.superior_name, words.superior_position)
    if all(one is None for one in told):
        return None
    return Superior(*(one or "" for one in told))


def _causes(told: Sequence[str]) -> tuple[Cause, ...]:
    return tuple(_cause(one) for one in told)


def _cause(told: str) -> Cause:
    """Read ``key=text``, or ``key=text=chờ`` for a cause that waits for another agency."""
    key, _, rest = told.partition("=")
    text, _, waits = rest.partition("=")
    if not key.strip() or not text.strip() or waits.strip() not in {"", WAITING}:
        raise BadCauseWords(text=told)
    return Cause(key.strip(), text.strip(), awaits_agency=bool(waits.strip()))


def _told(choices: ApologyChoices) -> Answer:
    superior = ", ".join(
        part for part in (choices.superior.name, choices.superior.position) if part
    )
    held = "không nhận" if choices.holds_result_without_letter else "vẫn nhận"
    lines = [
        RULE.format(days=choices.days_before),
        f"Trễ lần hai do {superior or 'chưa ai'} quyết định.",
        f"Kết quả trễ chưa có thư: {held} từ bộ phận chuyên môn.",
        f"Mẫu thư: {choices.form_kind}",
        f"Dấu thời gian: {choices.time_stamp_url or 'không dùng'}",
        f"Bộ phận: {'; '.join(choices.departments) or 'chưa ghi'}",
        *(
            f"Nguyên nhân {one.key}: {one.text}" + (" (chờ nơi khác)" if one.awaits_agency else "")
            for one in choices.causes
        ),
    ]
    return Answer(written_choices(choices), lines)
