"""A made-up year of a busy ward, recounted from its rows by plain SQL and a calendar of our own.

Nothing here asks the services what they think: days off come from the table, what happened from
the journal.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.cli.entry import run_command
from app.cli.program import Program, open_program
from app.services import apology_report
from app.services.apology_report import ApologyReport, Figures, Grouping
from tests.cli.conftest import Command

DOSSIERS = 12_000
UNTIL = "2026-11-20T17:30"
TODAY = date(2026, 11, 20)
TET = (date(2026, 2, 16), date(2026, 2, 20))
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)

MISSED = """
with finished as (
    select dossier_id, date(min(at), '+7 hours') as day from journal
    where kind in ('dossier.finished', 'dossier.returned') group by dossier_id
), delivered as (
    select dossier_id, json_extract(payload, '$.ordinal') as ordinal,
        date(json_extract(payload, '$.delivery.delivered_at'), '+7 hours') as day
    from journal where kind = 'apology.delivered'
), drafted as (
    select dossier_id, json_extract(payload, '$.ordinal') as ordinal,
        date(min(at), '+7 hours') as day
    from journal where kind = 'apology.drafted' group by 1, 2
), opened as (
    select dossier_id, json_extract(payload, '$.ordinal') as ordinal,
        date(min(at), '+7 hours') as day
    from journal where kind = 'apology.opened' group by 1, 2
)
select d.code, a.ordinal, a.due_on, date(a.created_at, '+7 hours') as promised_on,
    opened.day as opened_on, delivered.day as delivered_on, drafted.day as drafted_on,
    account.name as officer, coalesce(apology.department, '') as department,
    v.field_of_work as field, substr(a.due_on, 1, 7) as month
from appointment a
join dossier d on d.id = a.dossier_id
join procedure_version v on v.id = d.version_id
join account on account.id = d.clerk_id
left join finished on finished.dossier_id = d.id
left join opened on opened.dossier_id = d.id and opened.ordinal = a.ordinal
left join drafted on drafted.dossier_id = d.id and drafted.ordinal = a.ordinal
left join delivered on delivered.dossier_id = d.id and delivered.ordinal = a.ordinal
left join apology on apology.dossier_id = d.id and apology.ordinal = a.ordinal
where a.due_on < coalesce(finished.day, :today)
"""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A sample ward after its year."""
    folder = str(tmp_path_factory.mktemp("year") / "ward")
    assert run_command(["--data-dir", folder, "init", "--sample"]) == 0
    words = ["simulate", "--dossiers", str(DOSSIERS), "--seed", "4", "--at", UNTIL]
    assert run_command(["--data-dir", folder, *words]) == 0
    with open_program(Path(folder), at=UNTIL) as program:
        yield program


@pytest.fixture(scope="module")
def missed(year: Program) -> list[dict[str, Any]]:
    """Every appointment that passed without a result, recounted."""
    return rows(year, MISSED, today=TODAY.isoformat())


@pytest.fixture(scope="module")
def report(year: Program) -> ApologyReport:
    """The program's own figures."""
    with year.database.read() as session:
        return apology_report.report(session, year.office, first=FIRST, last=LAST, at=year.at)


def rows(program: Program, query: str, **values: str) -> list[dict[str, Any]]:
    """Return what plain SQL finds."""
    with program.database.read() as session:
        return [dict(row) for row in session.execute(text(query), values).mappings()]


def value(program: Program, query: str) -> Any:
    """Return the one value that plain SQL finds."""
    (row,) = rows(program, query)
    return next(iter(row.values()))


def test_the_year_is_a_whole_one(year: Program) -> None:
    """Twelve thousand dossiers over more than eleven months, and nobody came at Tết."""
    received = "select count(*) from dossier"
    assert value(year, received) == DOSSIERS
    days = {row["code_day"] for row in rows(year, "select distinct code_day from dossier")}
    assert min(days) < "2025-12-01"
    assert max(days) >= "2026-11-19"
    tet = {(TET[0] + timedelta(days=n)).isoformat() for n in range((TET[1] - TET[0]).days + 1)}
    assert days & tet == set()
    assert (
        days & {row["day"] for row in rows(year, "select day from holiday where is_off")} == set()
    )


def test_the_journal_is_sound_and_the_rows_follow_from_it(year: Program) -> None:
    """``motcua check`` folds every entry again."""
    words = ["--data-dir", str(year.machine.data_dir), "check"]
    assert run_command(words) == 0


def test_everything_that_can_happen_happened(year: Program, missed: list[dict[str, Any]]) -> None:
    """About 2 % late; forgotten, late and timely letters; second latenesses with and without."""
    late = sum(row["ordinal"] == 1 for row in missed)
    assert 0.01 * DOSSIERS < late < 0.03 * DOSSIERS
    kinds = Counter(
        row["kind"] for row in rows(year, "select kind from journal where dossier_id is not null")
    )
    for kind in ("result.sent_back", "escalation.decided", "apology.signed", "apology.blamed"):
        assert kinds[kind] > 0, kind
    assert kinds["escalation.opened"] > kinds["escalation.decided"]
    states = {row["state"] for row in rows(year, "select distinct state from apology")}
    assert {"due", "closed", "not_owed"} <= states
    withdrawn = "select count(*) from apology where state = 'not_owed' and first_drafted_at > ''"
    assert value(year, withdrawn) > 0


def test_every_missed_appointment_opened_its_obligation_by_the_rules_day(
    year: Program, missed: list[dict[str, Any]]
) -> None:
    """The last working day on or before one day ahead; the day itself for the shortest terms."""
    special = {row["day"]: row["is_off"] for row in rows(year, "select day, is_off from holiday")}
    by_the_day_itself = 0
    for row in missed:
        due_on, promised_on = (date.fromisoformat(row[name]) for name in ("due_on", "promised_on"))
        rule = due_on - timedelta(days=1)
        while special.get(rule.isoformat(), rule.weekday() > 4):
            rule -= timedelta(days=1)
        if rule <= promised_on:
            rule, by_the_day_itself = due_on, by_the_day_itself + 1
        assert row["opened_on"] is not None, row
        assert row["opened_on"] <= rule.isoformat(), row
    assert 0 < by_the_day_itself < len(missed) / 2


def test_no_obligation_stands_without_its_appointment(
    year: Program, missed: list[dict[str, Any]]
) -> None:
    """What is owed for good was missed; the rest is let go or may still be kept."""
    known = {(row["code"], row["ordinal"]) for row in missed}
    standing = rows(
        year,
        "select d.code, a.ordinal, a.due_on, d.status from apology a"
        " join dossier d on d.id = a.dossier_id where a.state <> 'not_owed'",
    )
    for row in standing:
        is_known = (row["code"], row["ordinal"]) in known
        may_be_kept = row["status"] in {"received", "finished"} and row["due_on"] >= str(TODAY)
        warned = row["status"] == "returned" and row["due_on"] <= str(TODAY)
        assert is_known or may_be_kept or warned, row


def test_the_figures_are_the_recount(missed: list[dict[str, Any]], report: ApologyReport) -> None:
    """In all, and each outcome occurs."""
    counted = recount(missed)
    assert told(report.total) == counted
    assert counted["missed"] == len(missed) > 0.01 * DOSSIERS
    assert min(counted.values()) > 0
    assert report.total.coverage == counted["covered"] / counted["missed"]


@pytest.mark.parametrize("grouping", list(Grouping))
def test_each_grouping_is_the_recount(
    missed: list[dict[str, Any]], report: ApologyReport, grouping: Grouping
) -> None:
    """By officer, department, field and month, with the two lists behind each number."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in missed:
        groups[row[str(grouping)]].append(row)
    assert {one.name: told(one) for one in report.groups[grouping]} == {
        name: recount(part) for name, part in groups.items()
    }
    for name, part in groups.items():
        covered, not_covered = report.behind(grouping, name)
        assert {(row.code, row.ordinal) for row in covered} == {
            (row["code"], row["ordinal"]) for row in part if is_covered(row)
        }
        assert len(covered) + len(not_covered) == len(part)


def test_one_month_alone_is_its_part_of_the_year(
    year: Program, missed: list[dict[str, Any]]
) -> None:
    """The report of a time counts the appointments of its days, both ends included."""
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    with year.database.read() as session:
        part = apology_report.report(session, year.office, first=first, last=last, at=year.at)
    assert told(part.total) == recount([row for row in missed if row["month"] == "2026-03"])


def test_no_third_appointment_without_a_decision(year: Program) -> None:
    """The one re-appointment needs its letter, a further one the superior's word besides."""
    given = "select count(*) from appointment where ordinal >= 3"
    assert value(year, given) > 0
    assert value(year, "select count(*) from appointment where ordinal >= 4") == 0
    undecided = """
        select count(*) from appointment a where a.ordinal >= 3 and not exists (
            select 1 from escalation e where e.dossier_id = a.dossier_id
            and e.ordinal = a.ordinal - 1 and e.decided_at <= a.created_at
            and e.document_number <> '' and e.new_due_on = a.due_on)
    """
    assert value(year, undecided) == 0
    unwritten = """
        select count(*) from appointment a where a.ordinal >= 2 and not exists (
            select 1 from apology_letter l where l.dossier_id = a.dossier_id
            and l.ordinal = a.ordinal - 1 and l.issued_at <= a.created_at
            and l.new_due_on = a.due_on and l.number <> '')
    """
    assert value(year, unwritten) == 0


def test_the_first_appointment_is_what_was_promised_at_the_desk(year: Program) -> None:
    """However often a new one was given."""
    changed = """
        select count(*) from appointment a join journal j
            on j.dossier_id = a.dossier_id and j.kind = 'dossier.received'
        where a.ordinal = 1 and a.due_on <> json_extract(j.payload, '$.appointment.due_on')
    """
    assert value(year, changed) == 0


def test_every_result_that_came_was_handed_over(year: Program) -> None:
    """Late, without a letter, sent back: the citizen had it within a working week all the same."""
    kept = rows(
        year,
        "select dossier_id, max(at) as at from journal where kind = 'result.sent_back'"
        " and dossier_id not in (select dossier_id from journal where kind = 'dossier.returned')"
        " group by 1",
    )
    week_ago = datetime.fromisoformat(UNTIL) - timedelta(days=7)
    assert [row for row in kept if row["at"] < week_ago.isoformat()] == []


def test_the_same_seed_plays_the_same_weeks(command: Command, empty: Path) -> None:
    """Codes, days and figures; another seed plays others."""
    played = []
    for seed in ("7", "7", "8"):
        _clear(empty)
        assert command("init", "--sample")["status"] == 0
        made = command("simulate", "--dossiers", "120", "--seed", seed, "--at", UNTIL)
        assert made["received"] == 120
        with open_program(empty, at=UNTIL) as program:
            acts = rows(program, "select kind, at, dossier_id from journal order by seq")
        played.append([act for act in acts if act["dossier_id"]])
    assert json.dumps(played[0]) == json.dumps(played[1])
    assert played[0] != played[2]


def recount(part: list[dict[str, Any]]) -> dict[str, int]:
    """Return the numbers of some missed appointments."""
    return {
        "missed": len(part),
        "covered": sum(is_covered(row) for row in part),
        "delivered_late": sum((row["delivered_on"] or "") > row["due_on"] for row in part),
        "never": sum(row["delivered_on"] is None for row in part),
        "drafted_late": sum((row["drafted_on"] or "") > row["due_on"] for row in part),
    }


def is_covered(row: dict[str, Any]) -> bool:
    """Whether the letter was there on the promised day."""
    return row["delivered_on"] is not None and row["delivered_on"] <= row["due_on"]


def told(figures: Figures) -> dict[str, int]:
    """Return the numbers of the report."""
    return {
        "missed": figures.missed,
        "covered": figures.covered,
        "delivered_late": figures.delivered_late,
        "never": figures.never,
        "drafted_late": figures.drafted_late,
    }


def _clear(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
