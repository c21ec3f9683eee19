"""A made-up year of a sample ward in one command: intakes, results, lateness and its letters.

The same seed, number and moment lead to the same dossiers, acts and figures. Twice a working day
the ledger is looked at, as the open program does.
"""

import argparse
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from app.cli.answers import Answer
from app.cli.program import ClockIsReal, Program, open_program
from app.cli.simulated_lives import Life, live
from app.cli.simulated_ward import Ward, on_day, people_of, throwaway_key
from app.core.clock import VIETNAM, local_day
from app.services import catalogue
from app.services.catalogue import ProcedureDetail

USUAL_DAY = 40
MOST_DAYS = 250
BATCH = 50
TICKS = (time(7, 15), time(17, 15))


@dataclass(order=True)
class Turn:
    """When a life goes on."""

    at: datetime
    number: int
    life: Life = field(compare=False)


def run(arguments: argparse.Namespace) -> Answer:
    """Play made-up dossiers over the past working days."""
    with open_program(arguments.data_dir, at=arguments.at) as program:
        if not program.office.is_sample:
            raise ClockIsReal
        ward = simulate(program, arguments.dossiers, arguments.seed)
    facts = {"received": ward.received, "returned": ward.returned, "letters": ward.letters}
    line = (
        f"Đã sinh {ward.received} hồ sơ, trả {ward.returned} kết quả, "
        f"phát hành {ward.letters} thư xin lỗi"
    )
    return Answer(facts, [line])


def simulate(program: Program, dossiers: int, seed: int) -> Ward:
    """Play ``dossiers`` intakes and what follows, up to now; return the ward as it stands then."""
    with program.database.read() as session:
        people = people_of(session, program.office)
    ward = Ward(program.office, people, throwaway_key(program.office))
    turns = _turns(program, ward, dossiers, seed)
    while turns and turns[0].at <= program.at:
        with program.database.write() as ward.session:
            for _ in range(BATCH):
                if not turns or turns[0].at > program.at:
                    break
                _go_on(turns, ward)
    return ward


def _go_on(turns: list[Turn], ward: Ward) -> None:
    """Let the next life do its act, and note when it goes on."""
    turn = turns[0]
    ward.at = turn.at
    following = next(turn.life, None)
    if following is None:
        heapq.heappop(turns)
    else:
        heapq.heapreplace(turns, Turn(following, turn.number, turn.life))


def _turns(program: Program, ward: Ward, dossiers: int, seed: int) -> list[Turn]:
    a_day = max(USUAL_DAY, -(-dossiers // MOST_DAYS))
    days = _working_days_before(program, -(-dossiers // a_day))
    numbers = count()
    lives = [_ticks(ward, days[0], local_day(program.at))] if days else []
    lives += _intakes(program, ward, dossiers, seed, days)
    turns = [Turn(next(life), next(numbers), life) for life in lives]
    heapq.heapify(turns)
    return turns


def _ticks(ward: Ward, first: date, last: date) -> Life:
    day = first
    while day <= last:
        for moment in TICKS:
            yield datetime.combine(day, moment, VIETNAM)
            ward.tick()
        day = ward.office.calendar.next_working_day(day)


def _intakes(
    program: Program, ward: Ward, dossiers: int, seed: int, days: list[date]
) -> Iterator[Life]:
    from app.exchange.people import invented_people

    details = _procedures(program, days[0]) if days else []
    people = invented_people(seed, local_day(program.at))
    for ordinal in range(dossiers):
        day = days[ordinal * len(days) // dossiers]
        random = Random(f"{seed}/{ordinal}")  # noqa: S311 - made-up dossiers, not secrets
        yield live(ward, random, on_day(day, random), next(people), details)


def _procedures(program: Program, since: date) -> list[ProcedureDetail]:
    """Return the procedures that are in force all the time."""
    with program.database.read() as session:
        rows = catalogue.search_procedures(
            session, program.office, on=local_day(program.at), limit=100
        )
        found = [catalogue.get_procedure(session, program.office, one.version_id) for one in rows]
    return [one for one in found if one.is_in_force(since)]


def _working_days_before(program: Program, number: int) -> list[date]:
    days: list[date] = []
    day = local_day(program.at)
    while len(days) < number:
        day = program.office.calendar.working_day_on_or_before(day - timedelta(days=1))
        days.append(day)
    return days[::-1]
