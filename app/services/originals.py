"""The originals a dossier came with: what the desk holds of them, and what went back.

NĐ 61/2018 Đ20.2: originals that were received are returned to the citizen.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import AppError
from app.models import Dossier, DossierPaper
from app.services.office import Office


class NotHeld(AppError):
    """More originals would be given back than the desk holds; ``code``, ``label``."""

    code = "originals.not_held"


def held_originals(session: Session, office: Office, dossier_id: str) -> dict[int, int]:
    """Return how many originals the desk still holds, by the ordinal of the paper."""
    return {
        paper.ordinal: paper.originals - paper.given_back
        for paper in _papers(session, office, dossier_id)
        if paper.originals > paper.given_back
    }


def given_back(
    session: Session, office: Office, dossier: Dossier, back: Mapping[int, int]
) -> dict[str, int]:
    """Return originals that go back, as the journal keeps them: by the ordinal of the paper.

    Raises:
        NotHeld: of some paper there are not so many.
    """
    held = held_originals(session, office, dossier.id)
    labels = {one.ordinal: one.label for one in _papers(session, office, dossier.id)}
    for ordinal, count in back.items():
        if not 0 <= count <= held.get(ordinal, 0):
            raise NotHeld(code=dossier.code, label=labels.get(ordinal, str(ordinal)))
    return {str(ordinal): count for ordinal, count in back.items() if count}


def _papers(session: Session, office: Office, dossier_id: str) -> Sequence[DossierPaper]:
    query = (
        select(DossierPaper)
        .where(DossierPaper.agency_id == office.agency_id, DossierPaper.dossier_id == dossier_id)
        .order_by(DossierPaper.ordinal)
    )
    return session.scalars(query).all()
