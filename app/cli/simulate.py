"""Made-up dossiers in a sample ward: weeks of a busy desk in one command."""

import argparse
import heapq
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from app.cli.answers import Answer
from app.cli.dossiers import usual_papers
from app.cli.program import ClockIsReal, Program, open_program
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Channel, Intake, Person
from app.core.identity import Card
from app.services import catalogue, reception, returning

USUAL_DAY = 40
MOST_DAYS = 250
BATCH = 50
LATE_SHARE = 0.02


@dataclass(order=True)
class Event:
    """One thing that happens at a moment: an intake, or the return of a dossier."""

    at: datetime
    ordinal: int
    card: Card | None = field(compare=False, default=None)
    dossier_id: str = field(compare=False, default="")
    collector: str = field(compare=False, default="")


def run(arguments: argparse.Namespace) -> Answer:
    """Take in and hand back made-up dossiers over the past working days, the same for one seed."""
    with open_program(arguments.data_dir) as program:
        if not program.office.is_sample:
            raise ClockIsReal
        received, returned = simulate(program, arguments.dossiers, arguments.seed)
    facts = {"received": received, "returned": returned}
    return Answer(facts, [f"Đã sinh {received} hồ sơ, trả {returned} kết quả"])


def simulate(program: Program, dossiers: int, seed: int) -> tuple[int, int]:
    """Play ``dossiers`` intakes and their returns up to now; return how many of each."""
    random = Random(seed)  # noqa: S311 - made-up dossiers, not secrets
    with program.database.read() as session:
        today = local_day(program.at)
        rows = catalogue.search_procedures(session, program.office, on=today, limit=100)
        details = [catalogue.get_procedure(session, program.office, row.version_id) for row in rows]
    events = list(_intakes(program, dossiers, seed, random))
    heapq.heapify(events)
    received = returned = 0
    while events:
        with program.database.write() as session:
            for _ in range(min(BATCH, len(events))):
                event = heapq.heappop(events)
                if event.card is None:
                    returning.return_result(
                        session,
                        program.office,
                        event.dossier_id,
                        collector=event.collector,
                        actor=program.actor,
                        at=event.at,
                    )
                    returned += 1
                    continue
                intake = _intake(random, random.choice(details), event.card)
                done = reception.receive(
                    session, program.office, intake, actor=program.actor, at=event.at
                )
                received += 1
                back = _return_of(program, random, done, event)
                if back is not None:
                    heapq.heappush(events, back)
    return received, returned


def _intakes(program: Program, dossiers: int, seed: int, random: Random) -> Iterator[Event]:
    from app.exchange.people import invented_people

    today = local_day(program.at)
    a_day = max(USUAL_DAY, -(-dossiers // MOST_DAYS))
    days = _working_days_before(program, today, -(-dossiers // a_day))
    people = invented_people(seed, today)
    for ordinal in range(dossiers):
        day = days[ordinal // a_day]
        minutes = random.randrange(0, 8 * 60)
        at = datetime.combine(day, time(7, 45), VIETNAM) + timedelta(minutes=minutes)
        yield Event(at, ordinal, card=next(people))


def _working_days_before(program: Program, today: date, count: int) -> list[date]:
    days: list[date] = []
    day = today
    while len(days) < count:
        day = program.office.calendar.working_day_on_or_before(day - timedelta(days=1))
        days.append(day)
    return days[::-1]


def _intake(random: Random, detail: catalogue.ProcedureDetail, card: Card) -> Intake:
    return Intake(
        request_id=str(uuid.UUID(int=random.getrandbits(128), version=4)),
        procedure_version_id=detail.version_id,
        case_ordinal=random.choice(detail.cases).ordinal,
        channel=random.choices(list(Channel), weights=(8, 1, 3))[0],
        applicant=Person(
            full_name=card.full_name,
            identity_number=card.number,
            born_on=card.born_on,
            gender=card.gender,
            address=card.address,
            phone=f"0900{random.randrange(10**6):06}",
        ),
        papers=usual_papers(detail),
    )


def _return_of(
    program: Program, random: Random, done: reception.Received, event: Event
) -> Event | None:
    """Return when the result is handed over: in time or seldom late, never in the future."""
    if random.random() < LATE_SHARE:
        at = done.due_at + timedelta(days=random.randrange(1, 5))
    else:
        at = event.at + (done.due_at - event.at) * random.uniform(0.5, 1)
    if at > program.at or event.card is None:
        return None
    return Event(at, event.ordinal, dossier_id=done.dossier_id, collector=event.card.full_name)
