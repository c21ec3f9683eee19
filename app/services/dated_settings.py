"""The office's dated choices as rows: what holds on a day, and another value from that day on."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Setting
from app.services.office import Office


def value_on(session: Session, office: Office, name: str, day: date) -> dict[str, Any]:
    """Return the value of a setting on a day; empty where nothing was ever chosen."""
    row = _in_force(session, office, name, day)
    chosen: dict[str, Any] = {} if row is None else json.loads(row.value)
    return chosen


def keep(session: Session, office: Office, name: str, day: date, value: Mapping[str, Any]) -> None:
    """Let a value hold from a day on; that of earlier days stays a row of its own."""
    row = _in_force(session, office, name, day)
    written = json.dumps(value, ensure_ascii=False)
    if row is not None and row.valid_from == day:
        row.value = written
    else:
        session.add(Setting(agency_id=office.agency_id, name=name, valid_from=day, value=written))


def _in_force(session: Session, office: Office, name: str, day: date) -> Setting | None:
    query = (
        select(Setting)
        .where(
            Setting.agency_id == office.agency_id,
            Setting.name == name,
            Setting.valid_from <= day,
        )
        .order_by(Setting.valid_from.desc())
        .limit(1)
    )
    return session.scalars(query).first()
