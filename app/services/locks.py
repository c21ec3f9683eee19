"""One desk at a time acts on one dossier; SQLite has one writer anyway, a server has many."""

from sqlalchemy.orm import Session

from app.models import Dossier


def hold(session: Session, agency_id: str, dossier_id: str) -> Dossier | None:
    """Keep other desks from acting on a dossier until the unit ends; return it, None if unknown.

    What an act checks is read after this, or two desks could both find it allowed.
    """
    key = (agency_id, dossier_id)
    return session.get(Dossier, key, with_for_update=True, populate_existing=True)
