"""What a database can refuse, as situations an officer can act on."""

from app.core.errors import AppError


class DatabaseProblem(AppError):
    """Base of all that the database says about itself; ``detail`` is its own word."""

    code = "database.problem"


class DatabaseLocked(DatabaseProblem):
    """Another program holds the database for longer than we wait."""

    code = "database.locked"


class DatabaseReadOnly(DatabaseProblem):
    """The file, its folder or the account may only read."""

    code = "database.read_only"


class DiskFull(DatabaseProblem):
    """No room left; the unit was rolled back whole."""

    code = "database.disk_full"


class DatabaseDamaged(DatabaseProblem):
    """The file is not a database, or its pages are broken."""

    code = "database.damaged"


class DatabaseMissing(DatabaseProblem):
    """There is no database where the settings say; ``where``."""

    code = "database.missing"


class DatabaseUnreachable(DatabaseProblem):
    """The server does not answer or the connection broke."""

    code = "database.unreachable"


class DatabaseTooNew(DatabaseProblem):
    """A newer program wrote this database; ``revision``."""

    code = "database.too_new"


class BackupFailed(DatabaseProblem):
    """The backup could not be made or does not read back; ``where``."""

    code = "database.backup_failed"


class NotABackup(DatabaseProblem):
    """The file to restore is not a whole backup of this program; ``where``."""

    code = "database.not_a_backup"


class ToolMissing(DatabaseProblem):
    """A program of the Postgres server is needed and not there; ``tool``."""

    code = "database.tool_missing"


class RowChangedMeanwhile(AppError):
    """Somebody else changed the same row since it was read."""

    code = "database.changed_meanwhile"
