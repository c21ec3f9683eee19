"""Folding the acts of the apology: what each entry does to the rows of its dossier.

Two desks may open the same obligation before they hear of each other: the first entry counts.
Entries of the first releases name no appointment and sign and issue in one act.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.core.apologies import UNDELIVERED, ApologyAct, ApologyState, after
from app.core.clock import local_day
from app.core.lifecycle import DossierStatus
from app.models import Apology, ApologyLetterRow, ApologyProof, Escalation
from app.services.fold_rows import Row, Rows, promise, typed
from app.services.journal import Entry

Facts = Mapping[str, Any]
_UNSIGNED = dict.fromkeys(
    (
        "signed_at",
        "signed_by",
        "signer",
        "certificate_serial",
        "level",
        "number",
        "number_year",
        "numbered_on",
        "sealed_by",
        "sealer",
        "seal_serial",
        "issued_at",
        "issued_by",
        "file_digest",
    )
) | {"on_paper": False}
_UNDECIDED = {
    "decided_at": None,
    "decided_by": None,
    "reason": "",
    "document_number": "",
    "document_on": None,
    "new_due_at": None,
    "new_due_on": None,
}


def result_reached(apologies: Mapping[int, Row], at: datetime) -> None:
    """Let go what is no longer owed: the result was there on the promised day."""
    for row in apologies.values():
        if ApologyState(row["state"]) in UNDELIVERED and local_day(at) <= row["due_on"]:
            _move(row, ApologyAct.FINISH_ON_TIME)


def clock_stopped(rows: Rows, at: datetime) -> None:
    """Let go what was opened for the promise in force, unless its day has passed."""
    row = rows.apologies.get(rows.dossier["promise"])
    if row is not None and ApologyState(row["state"]) in UNDELIVERED:
        result_reached({rows.dossier["promise"]: row}, at)


def result_returned(apologies: Mapping[int, Row]) -> None:
    """Close what was delivered; what was not stays owed, for the result is never held back."""
    for row in apologies.values():
        if row["state"] == ApologyState.DELIVERED:
            _move(row, ApologyAct.RETURN_RESULT)


def _opened(rows: Rows, entry: Entry, facts: Facts) -> None:
    ordinal = facts["ordinal"]
    if ordinal not in rows.apologies:
        rows.apologies[ordinal] = _obligation(entry, typed(Apology, facts))


def _obligation(entry: Entry, told: Row) -> Row:
    return told | {
        "agency_id": entry.agency_id,
        "dossier_id": entry.dossier_id,
        "opened_at": entry.at,
        "state": str(ApologyState.DUE),
        "department": "",
        "cause": "",
        "cause_note": "",
        "awaits_agency": False,
        "first_drafted_at": None,
        "submitted_at": None,
        "submitted_by": None,
        "sent_back_why": "",
        "channel": None,
        "delivered_at": None,
        "delivered_by": None,
        "receiver": "",
        "reference": "",
        "delivery_note": "",
    }


def _blamed(rows: Rows, entry: Entry, facts: Facts) -> None:  # noqa: ARG001
    row = rows.apologies[facts["ordinal"]]
    row |= {name: value for name, value in facts.items() if name != "ordinal"}


def _drafted(rows: Rows, entry: Entry, facts: Facts) -> None:
    ordinal = facts.get("ordinal", 1)
    if ordinal not in rows.apologies:
        rows.apologies[ordinal] = _opened_by_draft(rows, entry, ordinal)
    row = rows.apologies[ordinal]
    _move(row, ApologyAct.DRAFT)
    row["first_drafted_at"] = row["first_drafted_at"] or entry.at
    rows.letters[ordinal] = _UNSIGNED | typed(ApologyLetterRow, facts["letter"])
    rows.letters[ordinal] |= {
        "agency_id": entry.agency_id,
        "dossier_id": entry.dossier_id,
        "ordinal": ordinal,
        "drafted_at": entry.at,
        "drafted_by": entry.actor_id,
    }


def _opened_by_draft(rows: Rows, entry: Entry, ordinal: int) -> Row:
    appointment = next(one for one in rows.appointments if one["ordinal"] == ordinal)
    told = {
        "ordinal": ordinal,
        "due_at": appointment["due_at"],
        "due_on": appointment["due_on"],
        "opens_on": local_day(entry.at),
    }
    return _obligation(entry, told)


def _submitted(rows: Rows, entry: Entry, facts: Facts) -> None:
    row = rows.apologies[facts["ordinal"]]
    _move(row, ApologyAct.SUBMIT)
    row |= {"submitted_at": entry.at, "submitted_by": entry.actor_id, "sent_back_why": ""}


def _sent_back(rows: Rows, entry: Entry, facts: Facts) -> None:  # noqa: ARG001
    row = rows.apologies[facts["ordinal"]]
    _move(row, ApologyAct.SEND_BACK)
    row["sent_back_why"] = facts["why"]
    rows.letters[facts["ordinal"]] |= _UNSIGNED


def _signed(rows: Rows, entry: Entry, facts: Facts) -> None:
    ordinal = facts["ordinal"]
    _move(rows.apologies[ordinal], ApologyAct.SIGN)
    rows.letters[ordinal] |= typed(ApologyLetterRow, facts["signed"])
    rows.letters[ordinal]["signed_by"] = entry.actor_id


def _time_stamped(rows: Rows, entry: Entry, facts: Facts) -> None:  # noqa: ARG001
    ordinal = facts["ordinal"]
    row = rows.apologies[ordinal]
    if row["state"] == ApologyState.SIGNED:
        _move(row, ApologyAct.STAMP)
    rows.letters[ordinal] |= {"level": facts["level"], "file_digest": facts["file_digest"]}


def _forwarded(rows: Rows, entry: Entry, facts: Facts) -> None:  # noqa: ARG001
    _move(rows.apologies[facts["ordinal"]], ApologyAct.FORWARD)


def _issued(rows: Rows, entry: Entry, facts: Facts) -> None:
    if "signed" in facts:
        _signed_and_issued(rows, entry, facts)
    else:
        ordinal = facts["ordinal"]
        issued = typed(ApologyLetterRow, facts["issued"])
        on_paper = issued["on_paper"]
        act = ApologyAct.ISSUE_ON_PAPER if on_paper else ApologyAct.ISSUE
        _move(rows.apologies[ordinal], act)
        rows.letters[ordinal] |= issued | _by(entry, sealed=not on_paper)
    if facts["appointment"] is not None:
        key = {"agency_id": entry.agency_id, "dossier_id": entry.dossier_id}
        promise(rows, key, facts["appointment"])


def _signed_and_issued(rows: Rows, entry: Entry, facts: Facts) -> None:
    rows.apologies[1]["state"] = str(ApologyState.ISSUED)
    rows.letters[1] |= typed(ApologyLetterRow, facts["signed"]) | _by(entry, sealed=False)
    rows.letters[1] |= {"level": "B-B", "signed_by": entry.actor_id}


def _by(entry: Entry, *, sealed: bool) -> Row:
    by = {"issued_at": entry.at, "issued_by": entry.actor_id}
    return by | {"sealed_by": entry.actor_id if sealed else None}


def _delivered(rows: Rows, entry: Entry, facts: Facts) -> None:
    row = rows.apologies[facts["ordinal"]]
    _move(row, ApologyAct.DELIVER)
    row |= typed(Apology, facts["delivery"]) | {"delivered_by": entry.actor_id}
    if rows.dossier["status"] == DossierStatus.RETURNED:
        _move(row, ApologyAct.RETURN_RESULT)


def _proof_added(rows: Rows, entry: Entry, facts: Facts) -> None:
    rows.proofs.append(
        typed(ApologyProof, facts["proof"])
        | {
            "agency_id": entry.agency_id,
            "dossier_id": entry.dossier_id,
            "ordinal": facts["ordinal"],
            "added_at": entry.at,
            "added_by": entry.actor_id,
        }
    )


def _escalated(rows: Rows, entry: Entry, facts: Facts) -> None:
    ordinal = facts["ordinal"]
    if ordinal not in rows.escalations:
        rows.escalations[ordinal] = _UNDECIDED | typed(Escalation, facts["escalation"])
        rows.escalations[ordinal] |= {
            "agency_id": entry.agency_id,
            "dossier_id": entry.dossier_id,
            "ordinal": ordinal,
            "opened_at": entry.at,
        }


def _decided(rows: Rows, entry: Entry, facts: Facts) -> None:
    decision = typed(Escalation, facts["decision"])  # with who it was, if not the one first named
    rows.escalations[facts["ordinal"]] |= decision | {
        "decided_at": entry.at,
        "decided_by": entry.actor_id,
    }


def _move(row: Row, act: ApologyAct) -> None:
    row["state"] = str(after(ApologyState(row["state"]), act))


FOLDS: dict[str, Callable[[Rows, Entry, Facts], None]] = {
    "apology.opened": _opened,
    "apology.blamed": _blamed,
    "apology.drafted": _drafted,
    "apology.submitted": _submitted,
    "apology.sent_back": _sent_back,
    "apology.signed": _signed,
    "apology.time_stamped": _time_stamped,
    "apology.forwarded": _forwarded,
    "apology.issued": _issued,
    "apology.delivered": _delivered,
    "apology.proof_added": _proof_added,
    "escalation.opened": _escalated,
    "escalation.decided": _decided,
}
