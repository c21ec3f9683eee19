"""Papers issued to the citizen about a dossier (forms 02, 03, 05): frozen, kept, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import VIETNAM
from app.core.desk_papers import DeskPaper, thaw_paper
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.papers import digest, freeze
from app.models import Notice
from app.models.base import new_id
from app.services.office import Office


class NoticeMissing(AppError):
    """No issued paper has this id; ``notice_id``."""

    code = "notice.missing"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One issued paper in a list."""

    notice_id: str
    kind: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedNotice:
    """A paper about to be kept, and what the journal says of it."""

    said: dict[str, Any]
    row: dict[str, Any]

    @property
    def notice_id(self) -> str:
        """The paper's id."""
        return str(self.said["id"])

    def insert(self, session: Session) -> None:
        """Write it in the open unit."""
        session.add(Notice(**self.row))
        session.flush()


def issue(
    office: Office, dossier_id: str, paper: DeskPaper, *, actor: Actor, at: datetime
) -> IssuedNotice:
    """Freeze a paper and give it its identity."""
    frozen = freeze(paper)
    said = {"id": new_id(), "kind": paper.head.kind, "digest": digest(frozen)}
    row = said | {
        "agency_id": office.agency_id,
        "dossier_id": dossier_id,
        "content": frozen,
        "issued_at": at,
        "issued_by": actor.account_id,
    }
    return IssuedNotice(said, row)


def of_dossier(session: Session, office: Office, dossier_id: str) -> tuple[NoticeRow, ...]:
    """Return the papers issued about a dossier, the oldest first."""
    query = (
        select(Notice.id, Notice.kind, Notice.issued_at)
        .where(Notice.agency_id == office.agency_id, Notice.dossier_id == dossier_id)
        .order_by(Notice.issued_at, Notice.id)
    )
    return tuple(
        NoticeRow(notice_id, kind, issued_at.astimezone(VIETNAM))
        for notice_id, kind, issued_at in session.execute(query)
    )


def get(session: Session, office: Office, notice_id: str) -> DeskPaper:
    """Return an issued paper as it was issued.

    Raises:
        NoticeMissing.
    """
    row = session.get(Notice, (office.agency_id, notice_id))
    if row is None:
        raise NoticeMissing(notice_id=notice_id)
    return thaw_paper(row.content)
