"""The desk that the simulation works at: its people and their acts, each at a moment of its own."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.cli.dossiers import usual_papers
from app.core.apologies import Delivery, DeliveryChannel, opening
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor, Channel, Intake, Person, Role
from app.core.identity import Card
from app.services import (
    accounts,
    apology,
    apology_delivery,
    apology_signing,
    escalation,
    finishing,
    ledger,
    reception,
    returning,
)
from app.services.apology import LetterDraft
from app.services.catalogue import ProcedureDetail
from app.services.office import Office

if TYPE_CHECKING:
    from app.signing.signer import LetterSigner

OPENS, CLOSES = time(7, 30), time(17)
SIGNED_FILES = 4
"""So many letters are signed and sealed as files; the rest go by paper, which is as good."""
PASSWORD = "thu-nghiem"  # noqa: S105 - of certificates made and thrown away here
SEAL_HOLDER = "Con dấu cơ quan"
OpenKey = Callable[[str, datetime], "LetterSigner"]


@dataclass(frozen=True, slots=True)
class People:
    """Who works at the desk."""

    clerks: tuple[Actor, ...]
    leader: Actor
    registrar: Actor
    superior: Actor


def people_of(session: Session, office: Office) -> People:
    """Return the accounts of a sample ward by what they do."""
    known = accounts.list_accounts(session, office)
    superior = accounts.find_actor(session, office, office.apology.superior.login)

    def of(*roles: Role) -> tuple[Actor, ...]:
        return tuple(one for one in known if one.role in roles and one != superior)

    return People(
        of(Role.CLERK, Role.SUPERVISOR), of(Role.LEADER)[0], of(Role.REGISTRAR)[0], superior
    )


class Ward:
    """One desk with its clock: ``session`` is the unit at hand, ``at`` the moment it stands at."""

    def __init__(self, office: Office, people: People, open_key: OpenKey) -> None:
        self.office = office
        self.people = people
        self.session: Session
        self.at: datetime
        self.received = self.returned = self.letters = 0
        self._open_key = open_key
        self._keys: dict[str, LetterSigner] = {}

    def tick(self) -> None:
        """Let the ledger open what is due."""
        ledger.open_due(self.session, self.office, at=self.at)

    def receive(
        self, random: Random, detail: ProcedureDetail, card: Card, clerk: Actor
    ) -> reception.Received:
        """Take one dossier in."""
        intake = Intake(
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
        self.received += 1
        return reception.receive(self.session, self.office, intake, actor=clerk, at=self.at)

    def finish(self, dossier_id: str, department: str) -> bool:
        """Take the result from the department; whether it was taken."""
        done = finishing.finish(
            self.session,
            self.office,
            dossier_id,
            department=department,
            actor=self.people.clerks[0],
            at=self.at,
        )
        return done.refusal is None

    def hand_over(self, dossier_id: str, collector: str) -> None:
        """Give the result to the citizen."""
        returning.return_result(
            self.session,
            self.office,
            dossier_id,
            collector=collector,
            actor=self.people.clerks[0],
            at=self.at,
        )
        self.returned += 1

    def draft(
        self, dossier_id: str, cause: str, department: str, new_due_on: date | None
    ) -> LetterDraft:
        """Write the letter, and whose fault it is."""
        told = next(one for one in self.office.apology.causes if one.key == cause)
        clerk = self.people.clerks[0]
        drafted = apology.draft(
            self.session,
            self.office,
            dossier_id,
            reason=told.text,
            new_due_on=new_due_on,
            actor=clerk,
            at=self.at,
        )
        ledger.blame(
            self.session,
            self.office,
            dossier_id,
            cause=cause,
            department=department,
            actor=clerk,
            at=self.at,
        )
        return drafted

    def issue(self, drafted: LetterDraft) -> None:
        """Submit, sign, number and seal a letter, on paper or as a file."""
        clerk = self.people.clerks[0]
        apology.submit(self.session, self.office, drafted.dossier_id, actor=clerk, at=self.at)
        number = apology_signing.next_number(self.session, self.office, local_day(self.at).year)
        self.letters += 1
        if self.letters <= SIGNED_FILES:
            self._issue_file(drafted, number)
        else:
            self._issue_paper(drafted, number)

    def deliver(self, dossier_id: str, random: Random, receiver: str) -> None:
        """Bring an issued letter to the citizen by one of the channels."""
        channel = random.choice(list(DeliveryChannel))
        reference = "" if channel is DeliveryChannel.BY_HAND else f"{random.randrange(10**9):09}"
        told = Delivery(channel, self.at, receiver=receiver, reference=reference)
        apology_delivery.deliver(
            self.session,
            self.office,
            dossier_id,
            told,
            actor=self.people.clerks[0],
            at=self.at,
        )

    def is_escalated(self, dossier_id: str) -> bool:
        """Whether a second lateness stands before the superior."""
        found = escalation.find(self.session, self.office, dossier_id)
        return found is not None and found.decided_at is None

    def decide(self, dossier_id: str, number: str, new_due_on: date) -> None:
        """Let the superior decide about a second lateness."""
        escalation.decide(
            self.session,
            self.office,
            dossier_id,
            reason="Hồ sơ phức tạp, phải xác minh nhiều nơi",
            document_number=number,
            document_on=local_day(self.at),
            new_due_on=new_due_on,
            actor=self.people.superior,
            at=self.at,
        )

    def opens_on(self, received: reception.Received) -> date:
        """Return the day on which an obligation opens for a dossier just received."""
        days = self.office.apology.days_before
        promised_on = local_day(self.at)
        return opening(received.due_at, promised_on, self.office.calendar, days).day

    def working_day(self, day: date, after: int = 0) -> date:
        """Return the day if the office works, else the next; then so many working days after."""
        day = self.office.calendar.working_day_on_or_after(day)
        for _ in range(after):
            day = self.office.calendar.next_working_day(day)
        return day

    def _issue_file(self, drafted: LetterDraft, number: str) -> None:
        from app.ui import signing_work

        leader, registrar = self.people.leader, self.people.registrar
        signed = signing_work.sign(drafted.letter, self._key(leader.name), self.at)
        apology_signing.record_signed(
            self.session,
            self.office,
            drafted.dossier_id,
            letter_digest=drafted.digest,
            file=signed.data,
            signer=signed.signer_name,
            certificate_serial=signed.serial,
            signed_at=self.at,
            actor=leader,
            at=self.at,
        )
        day = local_day(self.at)
        sealed = signing_work.seal(signed.data, number, day, self._key(SEAL_HOLDER), self.at)
        apology_signing.issue(
            self.session,
            self.office,
            drafted.dossier_id,
            before=hashlib.sha256(signed.data).hexdigest(),
            file=sealed.data,
            number=number,
            day=day,
            sealer=sealed.signer_name,
            seal_serial=sealed.serial,
            actor=registrar,
            at=self.at,
        )

    def _issue_paper(self, drafted: LetterDraft, number: str) -> None:
        apology_signing.issue_on_paper(
            self.session,
            self.office,
            drafted.dossier_id,
            letter_digest=drafted.digest,
            number=number,
            day=local_day(self.at),
            signer=self.people.leader.name,
            actor=self.people.registrar,
            at=self.at,
        )

    def _key(self, holder: str) -> "LetterSigner":
        if holder not in self._keys:
            self._keys[holder] = self._open_key(holder, self.at)
        return self._keys[holder]


def throwaway_key(office: Office) -> OpenKey:
    """Return what makes a key for a holder, valid for two years from shortly before a moment."""
    from app.signing.pkcs12 import open_pkcs12
    from app.signing.throwaway import throwaway_p12

    def make(holder: str, at: datetime) -> "LetterSigner":
        began = at - timedelta(days=1)
        file = throwaway_p12(holder, office.name, PASSWORD, days=730, not_before=began)
        return open_pkcs12(file, PASSWORD)

    return make


def on_day(day: date, random: Random, opens: time = OPENS, closes: time = CLOSES) -> datetime:
    """Return some moment of a day while the desk is open."""
    begins = datetime.combine(day, opens, VIETNAM)
    minutes = (datetime.combine(day, closes, VIETNAM) - begins) // timedelta(minutes=1)
    return begins + timedelta(minutes=random.randrange(5, max(6, minutes - 5)))
