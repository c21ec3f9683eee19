"""A small founded ward and its clerk; every act is one unit, as at the counter."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from app.core.apologies import Delivery, DeliveryChannel
from app.core.appointment import TermUnit
from app.core.catalogue import (
    CatalogueCase,
    CatalogueCharge,
    CatalogueProcedure,
    CatalogueRequirement,
)
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor, Intake, Person, Role
from app.core.papers import PaperCount
from app.db.database import Database
from app.exchange.shipped import dated_data
from app.services import (
    accounts,
    apology,
    apology_delivery,
    apology_signing,
    catalogue,
    ledger,
    reception,
    returning,
)
from app.services.office import Office, load_office
from app.services.setup import FirstAccount, OfficeFacts, found_office

FOUNDED = datetime(2026, 11, 2, 8, 0, tzinfo=VIETNAM)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)
"""A Friday; the Tuesday after it is a day off, so three working days end on Thursday 26/11."""
THREE_DAYS = "1.004873"
TWO_CASES = "2.000815"
SIGNED_FILE, SEALED_FILE = b"%PDF-1.7 signed", b"%PDF-1.7 signed, numbered and sealed"


def at(day: int, hour: int = 9, minute: int = 30, *, month: int = 11) -> datetime:
    """Return a moment of the year 2026 in Vietnam."""
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


@dataclass
class Desk:
    """An open ward."""

    database: Database
    office: Office
    clerk: Actor
    leader: Actor
    registrar: Actor

    def do(
        self,
        use_case: Callable[..., Any],
        *args: Any,
        at: datetime = NOW,
        actor: Actor | None = None,
        **kw: Any,
    ) -> Any:
        """Run a use case as one unit, the clerk's if nobody else is named."""
        with self.database.write() as session:
            return use_case(session, self.office, *args, actor=actor or self.clerk, at=at, **kw)

    def tick(self, at: datetime) -> int:
        """Let the ledger open what has become due."""
        with self.database.write() as session:
            return ledger.open_due(session, self.office, at=at)

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""
        with self.database.read() as session:
            return query(session, self.office, *args, **kw)

    def version(self, code: str = THREE_DAYS, at: datetime = NOW) -> str:
        """Return the id of the version of a procedure in force at a moment."""
        return self.ask(catalogue.find_by_code, code, on=local_day(at)).version_id

    def intake(self, code: str = THREE_DAYS, at: datetime = NOW, **kw: Any) -> Intake:
        """Return a filled-in form of a procedure as it stands at a moment."""
        return make_intake(self.version(code, at), **kw)

    def receive(self, *, at: datetime = NOW, **kw: Any) -> reception.Received:
        """Take in one dossier."""
        return self.do(reception.receive, self.intake(at=at, **kw), at=at)

    def draft(self, dossier_id: str, new_due_on: date, at: datetime) -> apology.LetterDraft:
        """Draft the apology of a dossier."""
        return self.do(
            apology.draft, dossier_id, reason="chờ xác minh", new_due_on=new_due_on, at=at
        )

    def submit(self, draft: apology.LetterDraft, at: datetime) -> apology.LetterDraft:
        """Put a drafted letter into the leader's queue."""
        return self.do(apology.submit, draft.dossier_id, at=at)

    def sign(self, draft: apology.LetterDraft, at: datetime, **kw: Any) -> apology.LetterDraft:
        """Keep a submitted letter as signed by the leader."""
        told = {"actor": self.leader, "letter_digest": draft.digest, "file": SIGNED_FILE} | kw
        return self.do(
            apology_signing.record_signed,
            draft.dossier_id,
            signer="Đỗ Thị Ẩn",
            certificate_serial="42",
            signed_at=at,
            at=at,
            **told,
        )

    def seal(self, draft: apology.LetterDraft, at: datetime, **kw: Any) -> apology.LetterDraft:
        """Number, date and seal a signed letter, which issues it."""
        number = self.ask(apology_signing.next_number, local_day(at).year)
        told = {"number": number, "day": local_day(at), "actor": self.registrar} | kw
        return self.do(
            apology_signing.issue,
            draft.dossier_id,
            before=hashlib.sha256(draft.file or b"").hexdigest(),
            file=SEALED_FILE,
            sealer="Trung tâm",
            seal_serial="43",
            at=at,
            **told,
        )

    def issue(self, draft: apology.LetterDraft, at: datetime) -> apology.LetterDraft:
        """Lead a drafted letter to its issue by the three people it takes."""
        return self.seal(self.sign(self.submit(draft, at), at), at)

    def deliver(self, dossier_id: str, at: datetime, **kw: Any) -> ledger.Obligation:
        """Give the issued letter to the citizen, who signs on the copy."""
        told = {"channel": DeliveryChannel.BY_HAND, "receiver": "Nguyễn Thị Ẩn"} | kw
        delivery = Delivery(delivered_at=at, **told)
        return self.do(apology_delivery.deliver, dossier_id, delivery, at=at)

    def hand_over(self, dossier_id: str, at: datetime, **kw: Any) -> returning.Returned:
        """Give the result to whoever came."""
        told = {"collector": "Nguyễn Thị Ẩn"} | kw
        return self.do(returning.return_result, dossier_id, at=at, **told)

    def scalar(self, query: str) -> Any:
        """Return the one value that a question to the database gives."""
        with self.database.read() as session:
            return session.scalar(text(query))

    def tamper(self, *statements: str) -> None:
        """Write to the database behind the program's back."""
        with self.database.write() as session:
            for statement in statements:
                session.execute(text(statement))

    def unguard(self, *tables: str) -> None:
        """Take the guards off, as somebody with the database's own tools could."""
        if self.database.is_sqlite:
            names = "select name from sqlite_master where type = 'trigger' and tbl_name = '{}'"
            with self.database.read() as session:
                found = [
                    one for table in tables for one in session.scalars(text(names.format(table)))
                ]
            self.tamper(*(f"drop trigger {name}" for name in found))
        else:
            self.tamper(*(f"alter table {table} disable trigger user" for table in tables))


def make_intake(version_id: str, name: str = "Nguyễn Thị Ẩn", **kw: Any) -> Intake:
    """Return a form about a person who may be given field by field."""
    form = {name: kw.pop(name) for name in list(kw) if name in Intake.__slots__}
    person = {"identity_number": "001304000123", "phone": "0900 000 123"} | kw
    return Intake(
        **{
            "request_id": str(uuid.uuid4()),
            "procedure_version_id": version_id,
            "applicant": Person(full_name=name, **person),
            "papers": (PaperCount("Tờ khai", 1, 0, 0), PaperCount("Giấy tờ kèm theo", 0, 1, 2)),
        }
        | form
    )


def make_procedure(code: str, short_name: str, *cases: tuple[int, TermUnit]) -> CatalogueProcedure:
    """Return a procedure of the catalogue with one case per term."""
    return CatalogueProcedure(
        code=code,
        name=f"Thủ tục {short_name.lower()}",
        short_name=short_name,
        level="xa",
        field_of_work="Hộ tịch",
        decision="QĐ thử nghiệm",
        result_name="Giấy xác nhận",
        is_police=False,
        valid_from=date(2024, 1, 1),
        cases=tuple(
            CatalogueCase(n, f"Trường hợp {n}", Decimal(value), unit, f"{value} {unit}", "", True)
            for n, (value, unit) in enumerate(cases, start=1)
        ),
        requirements=(
            CatalogueRequirement("Tờ khai", "submit", True, 1, 0, 0),
            CatalogueRequirement("Thẻ căn cước", "present", True, 1, 0, 0),
        ),
        charges=(CatalogueCharge("Lệ phí", 15000, False, "", date(2024, 1, 1), None),),
    )


def small_catalogue() -> tuple[CatalogueProcedure, ...]:
    """Return two procedures: one of three working days, one with two cases."""
    return (
        make_procedure(THREE_DAYS, "Xác nhận tình trạng hôn nhân", (3, TermUnit.WORKING_DAY)),
        make_procedure(
            TWO_CASES, "Chứng thực bản sao", (0, TermUnit.SAME_DAY), (2, TermUnit.WORKING_DAY)
        ),
    )


def found(database: Database) -> None:
    """Found the ward in an empty database; it is no sample ward, so every rule holds."""
    facts = OfficeFacts(
        code="H29.26",
        name="Trung tâm Phục vụ hành chính công phường Bến Mơ",
        parent_name="UBND phường Bến Mơ",
        place="Bến Mơ",
        address="Số 1 đường Bến Mơ",
        phone="0000 100 100",
        accounts=(
            FirstAccount("lan", "Trần Ngọc Lan", Role.CLERK, "motcua-lan"),
            FirstAccount("hung", "Lê Quốc Hùng", Role.SUPERVISOR, "motcua-hung"),
            FirstAccount("an", "Đỗ Thị Ẩn", Role.LEADER, "motcua-an"),
            FirstAccount("thu", "Hoàng Văn Thư", Role.REGISTRAR, "motcua-thu"),
        ),
        signer_name="Đỗ Thị Ẩn",
    )
    with database.write() as session:
        found_office(session, facts, dated_data(), small_catalogue(), at=FOUNDED)


def sit_down(database: Database) -> Desk:
    """Load the office of a founded database and its clerk."""
    with database.read() as session:
        office = load_office(session, on=local_day(NOW))
        people = [accounts.find_actor(session, office, login) for login in ("lan", "an", "thu")]
        return Desk(database, office, *people)
