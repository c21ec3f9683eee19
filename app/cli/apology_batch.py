"""A batch of letters on the command line: one step with each, and what became of each."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.cli.answers import FAILED, Answer
from app.cli.apologies import letter_facts, letter_line
from app.core.errors import AppError
from app.db.errors import DatabaseProblem
from app.services.apology import LetterDraft
from app.signing.errors import CertificateExpired, CertificateNotYetValid, CertificateUsage
from app.signing.token.errors import TokenProblem
from app.ui.error_text import one_line

Step = Callable[[LetterDraft], LetterDraft]
STOPS: tuple[type[AppError], ...] = (
    TokenProblem,
    DatabaseProblem,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUsage,
)
"""What no further letter would be spared; anything else is one letter's own trouble."""


def each(
    letters: list[LetterDraft],
    step: Step,
    said: str,
    stops: tuple[type[AppError], ...] = STOPS,
) -> Answer:
    """Do one step with each letter; a letter's own trouble is listed, the batch goes on.

    Trouble with the key or the authority ends it; what was done before is told all the same.
    """
    batch = Batch(len(letters), said)
    for letter in letters:
        try:
            batch.done.append(step(letter))
        except stops as error:
            batch.stopped_by = error
            break
        except AppError as error:
            batch.refused.append((letter, error))
    return batch.answer()


@dataclass
class Batch:
    """How a batch went."""

    total: int
    said: str
    done: list[LetterDraft] = field(default_factory=list)
    refused: list[tuple[LetterDraft, AppError]] = field(default_factory=list)
    stopped_by: AppError | None = None

    def answer(self) -> Answer:
        """Tell it; where nothing was done for one reason, that reason is the answer.

        Raises:
            AppError: that reason.
        """
        reasons = [error for _, error in self.refused]
        reasons += [self.stopped_by] if self.stopped_by else []
        if len(reasons) == 1 and not self.done:
            raise reasons[0]
        facts = {
            "letters": [letter_facts(one) for one in self.done],
            "refused": [
                {"code": letter.code, "error": error.code, "message": one_line(error)}
                for letter, error in self.refused
            ],
            "stopped": self.stopped_by and self.stopped_by.code,
            "left": self.total - len(self.done) - len(self.refused),
        }
        lines = [letter_line(one, self.said) for one in self.done]
        lines += [f"{letter.code}  CHƯA: {one_line(error)}" for letter, error in self.refused]
        if self.stopped_by is not None:
            lines.append(f"Dừng sau {len(self.done)}/{self.total} thư: {one_line(self.stopped_by)}")
        return Answer(facts, lines or ["Không có thư nào chờ việc này."], FAILED if reasons else 0)


def nothing_waits() -> Answer:
    """Answer that there was nothing to do."""
    return Batch(0, "").answer()
