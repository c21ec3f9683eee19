"""What the desk writes down at intake: people, papers, channel; and who sits at the desk."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.identity import Gender, IdentityKind
from app.core.papers import PaperCount


class Channel(StrEnum):
    """How the dossier came (NĐ 61/2018 Đ16)."""

    DIRECT = "direct"
    POST = "post"
    ONLINE = "online"


class ReturnWay(StrEnum):
    """How a result reaches the citizen (NĐ 61/2018 Đ20, QĐ 45/2016/QĐ-TTg)."""

    DESK = "desk"
    POST = "post"


class Role(StrEnum):
    """What an account may do."""

    CLERK = "clerk"  # cán bộ một cửa
    SUPERVISOR = "supervisor"  # trưởng ca, lãnh đạo trung tâm
    LEADER = "leader"  # lãnh đạo ký văn bản
    REGISTRAR = "registrar"  # văn thư
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in account."""

    account_id: str
    login: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant or a representative, as told at the desk."""

    full_name: str
    identity_kind: IdentityKind = IdentityKind.CITIZEN
    identity_number: str = ""
    born_on: date | None = None
    gender: Gender | None = None
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """One filled-in form. ``request_id`` is made by the form: a retry is never a second dossier."""

    request_id: str
    procedure_version_id: str
    applicant: Person
    papers: tuple[PaperCount, ...] = ()
    case_ordinal: int = 1
    channel: Channel = Channel.DIRECT
    representative: Person | None = None
    set_count: int = 1
    note: str = ""
    foreign_code: str = ""
    """The code that the portal gave a dossier brought in from there."""
