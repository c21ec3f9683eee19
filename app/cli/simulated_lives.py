"""What happens to each made-up dossier, in time or late, and what its officer makes of it.

A life is a generator: it yields the moment of its next act and does it when it is asked on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from random import Random

from app.cli.simulated_ward import Ward, on_day
from app.core.clock import local_day
from app.core.dossiers import Actor
from app.core.identity import Card
from app.services.catalogue import ProcedureDetail
from app.services.reception import Received

LATE_SHARE = 0.02
AFRAID_SHARE = 0.1
"""Of the results that come in time on the last days: a letter was drafted already."""
RECORDED_SHARE = 0.3
"""Of the results that come in time: their coming is recorded before they are handed over."""
AGAIN_SHARE = 0.35
DECIDED_SHARE = 0.6
NOON = time(12)
Life = Iterator[datetime]


class Temper(Enum):
    """What an officer does about a letter that is owed."""

    DILIGENT = auto()
    DELIVERS_LATE = auto()
    WRITES_LATE = auto()
    FORGETS = auto()


TEMPERS = dict(zip(Temper, (55, 15, 15, 15), strict=True))


@dataclass(slots=True)
class Case:
    """One dossier on its way."""

    ward: Ward
    random: Random
    received: Received
    citizen: str
    department: str
    promised_on: date
    opens_on: date

    @property
    def dossier_id(self) -> str:
        """The id of the dossier."""
        return self.received.dossier_id

    def moment(self, day: date, opens: time = time(8), closes: time = time(16, 45)) -> datetime:
        """Return some moment of the first working day from ``day`` on, never before now."""
        found = on_day(self.ward.working_day(day), self.random, opens, closes)
        return max(found, self.ward.at + timedelta(minutes=1))

    def later(self, most: int, least: int = 1) -> datetime:
        """Return a moment some working days from now."""
        days = self.random.randint(least, most)
        return self.moment(self.ward.working_day(local_day(self.ward.at), days))


def live(
    ward: Ward, random: Random, received_at: datetime, card: Card, details: list[ProcedureDetail]
) -> Life:
    """Play one dossier from its intake to the citizen's hand."""
    yield received_at
    clerk: Actor = random.choice(ward.people.clerks)
    received = ward.receive(random, random.choice(details), card, clerk)
    case = Case(
        ward,
        random,
        received,
        card.full_name,
        random.choice(ward.office.apology.departments or ("",)),
        received.due_on,
        ward.opens_on(received),
    )
    yield from _late(case) if random.random() < LATE_SHARE else _in_time(case)


def _in_time(case: Case) -> Life:
    ward, random = case.ward, case.random
    whole = case.received.due_at - ward.at
    day = ward.office.calendar.working_day_on_or_before(
        local_day(ward.at + whole * random.triangular(0.1, 1, 0.3))
    )
    finished_at = min(case.moment(day), case.received.due_at)
    if local_day(finished_at) >= case.opens_on < case.promised_on and (
        random.random() < AFRAID_SHARE
    ):
        yield max(ward.at, finished_at - timedelta(hours=1))
        ward.draft(case.dossier_id, "workload", case.department, _new_day(case))
    yield max(ward.at, finished_at)
    if random.random() >= RECORDED_SHARE:
        ward.hand_over(case.dossier_id, case.citizen)
        return
    ward.finish(case.dossier_id, case.department)
    yield case.later(most=6, least=0)
    ward.hand_over(case.dossier_id, case.citizen)


def _late(case: Case) -> Life:
    """Miss the appointment; the letter depends on the officer."""
    temper = case.random.choices(list(TEMPERS), list(TEMPERS.values()))[0]
    if temper is Temper.FORGETS:
        yield from _result_without_letter(case)
        return
    yield case.moment(_writing_day(case, temper))
    yield from _letter(case, temper)
    if case.random.random() < AGAIN_SHARE:
        yield from _late_again(case)
    else:
        yield from _result(case, by=case.promised_on)


def _writing_day(case: Case, temper: Temper) -> date:
    is_short = case.opens_on == case.promised_on  # the obligation opens when the desk closes
    if temper is Temper.WRITES_LATE or is_short:
        return case.promised_on + timedelta(days=case.random.randint(1, 4))
    return case.opens_on


def _letter(case: Case, temper: Temper, new_due_on: date | None = None) -> Life:
    """Write, issue and deliver a letter; the appointment it gives is then the one promised."""
    ward = case.ward
    cause = case.random.choice(ward.office.apology.causes).key
    missed_on, new_due_on = case.promised_on, new_due_on or _new_day(case)
    drafted = ward.draft(case.dossier_id, cause, case.department, new_due_on)
    yield ward.at + timedelta(minutes=5)
    ward.issue(drafted)
    case.promised_on = new_due_on
    if temper is Temper.DELIVERS_LATE:
        yield case.moment(missed_on + timedelta(days=case.random.randint(1, 3)))
    else:
        yield ward.at + timedelta(minutes=10)
    ward.deliver(case.dossier_id, case.random, case.citizen)


def _late_again(case: Case) -> Life:
    """Miss the one re-appointment, too: only the superior can give another day."""
    ward = case.ward
    yield case.moment(case.promised_on + timedelta(days=1), closes=NOON)
    if not ward.is_escalated(case.dossier_id) or case.random.random() >= DECIDED_SHARE:
        yield from _result_without_letter(case)
        return
    day = _new_day(case)
    ward.decide(case.dossier_id, f"{case.random.randrange(1, 999)}/QĐ-UBND", day)
    yield case.later(most=1, least=0)  # the decided day lies two working days ahead or more
    yield from _letter(case, Temper.DILIGENT, day)
    yield from _result(case, by=case.promised_on)


def _result(case: Case, by: date) -> Life:
    """Let the result come before or on a day, and be handed over."""
    ward = case.ward
    days = max(0, (by - local_day(ward.at)).days)
    yield min(case.later(most=max(1, days)), case.moment(by))
    if not ward.finish(case.dossier_id, case.department):
        yield from _handed_over_anyway(case)
        return
    yield case.later(most=4, least=0)
    ward.hand_over(case.dossier_id, case.citizen)


def _result_without_letter(case: Case) -> Life:
    """Let the result come late without a letter: sent back, and handed over all the same.

    Some officers then write the letter that only apologises; others never do.
    """
    ward = case.ward
    yield case.moment(case.promised_on + timedelta(days=case.random.randint(1, 12)))
    ward.finish(case.dossier_id, case.department)
    yield from _handed_over_anyway(case)
    if case.random.random() < 1 / 3:
        yield case.later(most=3)
        drafted = ward.draft(case.dossier_id, "department", case.department, None)
        yield ward.at + timedelta(minutes=30)
        ward.issue(drafted)
        yield case.later(most=2)
        ward.deliver(case.dossier_id, case.random, case.citizen)


def _handed_over_anyway(case: Case) -> Life:
    yield case.later(most=3, least=0)
    case.ward.hand_over(case.dossier_id, case.citizen)


def _new_day(case: Case) -> date:
    """Return a new appointment some working days after the old one and today."""
    today = max(local_day(case.ward.at), case.promised_on)
    return case.ward.working_day(today, case.random.randint(2, 8))
