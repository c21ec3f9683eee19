"""Errors the officer may meet: a code and data; the sentences live in ``app.ui.error_text``.

An ``AppError`` is the situation's fault (a full disk, a dossier already returned). Everything else
is a bug and ends in the crash dialog.
"""


class AppError(Exception):
    """Base of every error that is the situation's fault, not the program's."""

    code: str = "app.error"

    def __init__(self, **params: object) -> None:
        super().__init__(self.code, params)
        self.params = params

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({told})"


class CardUnreadable(AppError):
    """The scanned text is not a citizen card; ``reason`` is ``torn``, ``foreign``, ``garbled``."""

    code = "card.unreadable"


class FutureBirthDate(AppError):
    """A date of birth after today; ``born_on``."""

    code = "person.future_birth_date"


class BadDossierCode(AppError):
    """Not a dossier code; ``text``."""

    code = "dossier.bad_code"


class BadProcedureCode(AppError):
    """Not a procedure code; ``text``."""

    code = "procedure.bad_code"


class BadCodePattern(AppError):
    """A code pattern that cannot make unique codes; ``pattern``."""

    code = "dossier.bad_code_pattern"


class BadTerm(AppError):
    """A processing time the engine cannot count; ``value``, ``unit``."""

    code = "appointment.bad_term"
