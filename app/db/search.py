"""Finding dossiers by folded words on both databases; no server extension is needed."""

import re
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db import fast

TOKEN = re.compile(r"[^\W_]+", re.ASCII)

_SQLITE = text(
    "select dossier_id from dossier_fts where dossier_fts match :query order by rowid desc limit :n"
)
_POSTGRES = text(
    "select id::text from dossier where agency_id = :agency"
    " and to_tsvector('simple', words) @@ to_tsquery('simple', :query)"
    " order by received_at desc, id desc limit :n"
)


def index_words(session: Session, dossier_id: str, words: str) -> None:
    """Make a dossier findable; on Postgres its own column is the index."""
    if session.get_bind().dialect.name == "sqlite":
        statement = "insert into dossier_fts (words, dossier_id) values (?, ?)"
        fast.run(session, statement, (words, dossier_id))


def reindex_words(session: Session, dossier_id: str, known: str, words: str) -> None:
    """Let a dossier be found by other words; ``known`` are folded words it is found by already."""
    if session.get_bind().dialect.name == "sqlite":
        statement = (
            "update dossier_fts set words = ? where rowid in"
            " (select rowid from dossier_fts where dossier_fts match ? and dossier_id = ?)"
        )
        fast.run(session, statement, (words, _quoted(known), dossier_id))


def search_ids(session: Session, agency_id: str, folded: str, limit: int) -> Sequence[str]:
    """Return the newest dossiers whose words all begin as the folded words of the question do.

    ``folded`` comes from ``core.text.fold``; an empty question finds nothing.
    """
    tokens = TOKEN.findall(folded)
    if not tokens:
        return ()
    if session.connection().dialect.name == "sqlite":
        return session.scalars(_SQLITE, {"query": _quoted(folded), "n": limit}).all()
    query = " & ".join(f"{token}:*" for token in tokens)
    return session.scalars(_POSTGRES, {"agency": agency_id, "query": query, "n": limit}).all()


def _quoted(folded: str) -> str:
    """Return words as a question to SQLite; quoted, so that no user text is a search operator."""
    return " ".join(f'"{token}"*' for token in TOKEN.findall(folded))
