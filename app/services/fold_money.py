"""Folding the acts about money: amounts set, waivers, payments and their reversals."""

from collections.abc import Callable, Mapping
from typing import Any

from app.services.fold_rows import Row, Rows
from app.services.journal import Entry

Facts = Mapping[str, Any]


def _known(rows: Rows, entry: Entry, facts: Facts) -> None:
    """Keep the charges that the first act about money found; later ones do not say them again."""
    if "charges" in facts:
        key = _key(entry)
        rows.charges = [key | {"waived": 0, "ground": ""} | dict(one) for one in facts["charges"]]


def _assessed(rows: Rows, entry: Entry, facts: Facts) -> None:
    _known(rows, entry, facts)
    for ordinal, amount in facts["amounts"].items():
        _charge(rows, int(ordinal))["amount"] = amount


def _waived(rows: Rows, entry: Entry, facts: Facts) -> None:
    _known(rows, entry, facts)
    _charge(rows, facts["ordinal"]).update(waived=facts["waived"], ground=facts["ground"])


def _collected(rows: Rows, entry: Entry, facts: Facts) -> None:
    _known(rows, entry, facts)
    rows.payments.append(
        _key(entry)
        | dict(facts["payment"])
        | {
            "ordinal": len(rows.payments) + 1,
            "collected_at": entry.at,
            "collected_by": entry.actor_id,
            "reversed_at": None,
            "reversed_by": None,
            "reversal_reason": "",
        }
    )


def _reversed(rows: Rows, entry: Entry, facts: Facts) -> None:
    payment = next(one for one in rows.payments if one["ordinal"] == facts["ordinal"])
    payment |= {
        "reversed_at": entry.at,
        "reversed_by": entry.actor_id,
        "reversal_reason": facts["reason"],
    }


def _charge(rows: Rows, ordinal: int) -> Row:
    return next(one for one in rows.charges if one["ordinal"] == ordinal)


def _key(entry: Entry) -> Row:
    return {"agency_id": entry.agency_id, "dossier_id": entry.dossier_id}


FOLDS: dict[str, Callable[[Rows, Entry, Facts], None]] = {
    "charge.assessed": _assessed,
    "charge.waived": _waived,
    "charge.collected": _collected,
    "charge.reversed": _reversed,
}
