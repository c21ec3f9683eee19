"""The scripts lead to exactly the tables that the program knows, on both databases."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.core.settings import Machine
from app.db import upkeep
from app.models import Base


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """Search has its own index on each database, which no model describes."""
    return not (name or "").startswith(("dossier_fts", "ix_dossier_words")) or kind == "column"


def test_the_scripts_lead_to_the_models(database_url: str, tmp_path: Path) -> None:
    """No table, column, type, index or constraint differs."""
    database = upkeep.create_database(Machine(tmp_path, database_url))
    with database.read() as session:
        options = {"include_name": _ours, "compare_type": True}
        context = MigrationContext.configure(session.connection(), opts=options)
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_the_newest_revision_is_that_of_the_scripts() -> None:
    """The program knows each script by name, the last one as the newest."""
    config = Config()
    config.set_main_option("script_location", "app.db:migrations")
    scripts = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(scripts)) == upkeep.REVISIONS
    assert scripts[0] == upkeep.NEWEST
