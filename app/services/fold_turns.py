"""Folding the turns of the road: standstills, changes of hands, refusal, withdrawal, correction."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from app.core.lifecycle import Act, DossierStatus, after
from app.core.standstill import StandstillKind
from app.models import Dossier, DossierPerson, Standstill
from app.services import fold_apologies
from app.services.fold_rows import Row, Rows, promise, typed
from app.services.journal import Entry

Facts = Mapping[str, Any]
STOPS = {
    StandstillKind.SUPPLEMENT: Act.REQUEST_SUPPLEMENT,
    StandstillKind.PAYMENT: Act.REQUEST_PAYMENT,
    StandstillKind.STOP: Act.STOP,
}
GOES_ON = {
    StandstillKind.SUPPLEMENT: Act.ACCEPT_SUPPLEMENT,
    StandstillKind.PAYMENT: Act.CONFIRM_PAYMENT,
    StandstillKind.STOP: Act.RESUME,
}


WAITING = {
    StandstillKind.SUPPLEMENT: DossierStatus.AWAITING_SUPPLEMENT,
    StandstillKind.PAYMENT: DossierStatus.AWAITING_PAYMENT,
    StandstillKind.STOP: DossierStatus.STOPPED,
}


def move(rows: Rows, act: Act) -> None:
    """Lead the dossier to the state that an act leads to."""
    rows.dossier["status"] = str(after(DossierStatus(rows.dossier["status"]), act))
    rows.dossier["row_version"] += 1


def result_there(rows: Rows, entry: Entry) -> None:
    """Keep that no result is awaited any more, and let go what is no longer owed."""
    rows.dossier["finished_at"] = entry.at
    fold_apologies.result_reached(rows.apologies, entry.at)


def give_back(rows: Rows, facts: Facts) -> None:
    """Keep which originals the citizen has again: their count by the paper's ordinal."""
    back = {int(ordinal): count for ordinal, count in facts.get("originals", {}).items()}
    for paper in rows.papers:
        paper["given_back"] += back.get(paper["ordinal"], 0)


def _key(entry: Entry) -> Row:
    return {"agency_id": entry.agency_id, "dossier_id": entry.dossier_id}


def _stood_still(rows: Rows, entry: Entry, facts: Facts) -> None:
    told = typed(Standstill, facts["standstill"])
    move(rows, STOPS[StandstillKind(told["kind"])])
    if rows.dossier["stopped_at"] is None:
        rows.dossier["stopped_at"] = entry.at
    fold_apologies.clock_stopped(rows, entry.at)
    for name in ("items", "reasons"):
        told[name] = json.dumps(told[name], ensure_ascii=False)
    rows.standstills.append(
        _key(entry)
        | told
        | {
            "ordinal": len(rows.standstills) + 1,
            "since": entry.at,
            "since_by": entry.actor_id,
            "until": None,
            "until_by": None,
        }
    )


def _went_on(rows: Rows, entry: Entry, facts: Facts) -> None:
    waits = [one for one in rows.standstills if one["until"] is None]
    standing = waits.pop()
    move(rows, GOES_ON[StandstillKind(standing["kind"])])
    standing |= {"until": entry.at, "until_by": entry.actor_id}
    if waits:  # the stop came upon a wait for the citizen, who is awaited again
        rows.dossier["status"] = str(WAITING[StandstillKind(waits[-1]["kind"])])
    else:
        rows.dossier["stopped_at"] = None
    first = len(rows.papers) + 1
    rows.papers += [
        _key(entry) | {"given_back": 0, "ordinal": ordinal} | dict(paper)
        for ordinal, paper in enumerate(facts.get("papers", ()), start=first)
    ]
    if facts["appointment"] is not None:
        promise(rows, _key(entry), facts["appointment"])


def _moved(rows: Rows, entry: Entry, facts: Facts) -> None:
    if facts["direction"] == "out":
        if rows.dossier["status"] == DossierStatus.RECEIVED:
            move(rows, Act.FORWARD)
        rows.dossier["holder"] = facts["department"]
    else:
        rows.dossier["holder"] = ""
    rows.moves.append(
        _key(entry)
        | dict(facts)
        | {"ordinal": len(rows.moves) + 1, "at": entry.at, "by": entry.actor_id}
    )


def _refused(rows: Rows, entry: Entry, facts: Facts) -> None:
    move(rows, Act.REFUSE)
    _ended(rows, entry, facts)


def _withdrawn(rows: Rows, entry: Entry, facts: Facts) -> None:
    move(rows, Act.WITHDRAW)
    _ended(rows, entry, facts)


def _ended(rows: Rows, entry: Entry, facts: Facts) -> None:
    result_there(rows, entry)
    rows.dossier["holder"] = ""
    give_back(rows, facts)


def _corrected(rows: Rows, entry: Entry, facts: Facts) -> None:
    rows.persons = [_key(entry) | typed(DossierPerson, person) for person in facts["persons"]]
    rows.dossier |= typed(Dossier, facts["dossier"])
    rows.dossier["row_version"] += 1


FOLDS: dict[str, Callable[[Rows, Entry, Facts], None]] = {
    "dossier.stood_still": _stood_still,
    "dossier.went_on": _went_on,
    "dossier.moved": _moved,
    "dossier.refused": _refused,
    "dossier.withdrawn": _withdrawn,
    "dossier.corrected": _corrected,
}
