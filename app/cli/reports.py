"""``motcua report apologies``: the figures of a time, and the dossiers behind each number."""

import argparse
from typing import Any

from app.cli.answers import Answer
from app.cli.letters import read_day
from app.cli.program import open_for_acting
from app.core.clock import local_day
from app.core.wording import short_date
from app.services import apology_report
from app.services.apology_report import ApologyReport, Figures, Grouping, Missed
from app.ui.labels import OUTCOME
from app.ui.report_words import GROUPINGS, fraction, group_name, percent, rest_words

Words = argparse.Namespace


def apologies(arguments: Words) -> Answer:
    """Tell coverage and its rest in all, by a grouping if asked, with the lists if asked."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        last = read_day(arguments.last) if arguments.last else local_day(program.at)
        first = read_day(arguments.first) if arguments.first else last.replace(month=1, day=1)
        report = apology_report.report(
            session, program.office, first=first, last=last, at=program.at
        )
    wanted = [Grouping(one) for one in arguments.by]
    return Answer(
        _facts(report, with_rows=arguments.list), _lines(report, wanted, with_rows=arguments.list)
    )


def _facts(report: ApologyReport, *, with_rows: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "from": report.first,
        "to": report.last,
        "total": _figures(report.total),
        "by": {
            str(grouping): [{"name": one.name} | _figures(one) for one in groups]
            for grouping, groups in report.groups.items()
        },
    }
    if with_rows:
        covered, not_covered = report.behind(None, "")
        facts["covered"] = [_row_facts(row) for row in covered]
        facts["not_covered"] = [_row_facts(row) for row in not_covered]
    return facts


def _lines(report: ApologyReport, wanted: list[Grouping], *, with_rows: bool) -> list[str]:
    lines = [
        f"Thư xin lỗi từ {short_date(report.first)} đến {short_date(report.last)}",
        f"Tỷ lệ {percent(report.total)}: {fraction(report.total)}",
        rest_words(report.total),
    ]
    for grouping in wanted:
        lines.append(GROUPINGS[grouping])
        for one in report.groups[grouping]:
            name = group_name(grouping, one.name)
            lines.append(f"  {name}: {percent(one)}, {fraction(one)}. {rest_words(one)}")
    if with_rows:
        covered, not_covered = report.behind(None, "")
        lines += ["Giao thư đúng hẹn", *(_row_line(row) for row in covered)]
        lines += ["Không giao thư đúng hẹn", *(_row_line(row) for row in not_covered)]
    return lines


def _figures(one: Figures) -> dict[str, Any]:
    return {
        "missed": one.missed,
        "covered": one.covered,
        "coverage": one.coverage,
        "drafted_late": one.drafted_late,
        "delivered_late": one.delivered_late,
        "never": one.never,
    }


def _row_facts(row: Missed) -> dict[str, Any]:
    return {
        "code": row.code,
        "ordinal": row.ordinal,
        "applicant": row.applicant_name,
        "procedure": row.procedure_name,
        "officer": row.officer,
        "department": row.department,
        "field": row.field,
        "due_on": row.due_on,
        "finished_on": row.finished_on,
        "drafted_on": row.drafted_on,
        "delivered_on": row.delivered_on,
        "outcome": row.outcome,
        "cause": row.cause,
    }


def _row_line(row: Missed) -> str:
    return (
        f"  {row.code}  hẹn {short_date(row.due_on)}  {row.applicant_name}  {OUTCOME[row.outcome]}"
    )
