"""What is owed today, to whom of the desk it falls, with counts: first thing after sign-in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.apologies import NUMBERERS, SIGNERS, ApologyState, TaskKind
from app.core.dossiers import Actor, Role
from app.services import escalation, ledger
from app.services.escalation import EscalationRow
from app.services.ledger import Obligation
from app.services.office import Office

WRITERS = frozenset({Role.CLERK, Role.SUPERVISOR})


STATES: dict[TaskKind, frozenset[ApologyState]] = {
    TaskKind.WRITE: frozenset({ApologyState.DUE, ApologyState.DRAFTED}),
    TaskKind.SIGN: frozenset({ApologyState.SUBMITTED}),
    TaskKind.SEAL: frozenset({ApologyState.SIGNED, ApologyState.AWAITING_SEAL}),
    TaskKind.HAND_OVER: frozenset({ApologyState.ISSUED}),
}
DOERS: dict[TaskKind, frozenset[Role]] = {
    TaskKind.WRITE: WRITERS,
    TaskKind.SIGN: SIGNERS,
    TaskKind.SEAL: NUMBERERS,
    TaskKind.HAND_OVER: WRITERS,
}


@dataclass(frozen=True, slots=True)
class DeskTasks:
    """The open matters of the whole desk, and which of them fall to one person."""

    queues: dict[TaskKind, tuple[Obligation, ...]]
    decisions: tuple[EscalationRow, ...]
    mine: tuple[TaskKind, ...]

    def count(self, kind: TaskKind) -> int:
        """Return how many matters of a kind are open."""
        if kind is TaskKind.DECIDE:
            return len(self.decisions)
        return len(self.queues[kind])


def tasks(session: Session, office: Office, *, actor: Actor, at: datetime) -> DeskTasks:
    """Return what waits, the most urgent first; supervisors also see what others have to do.

    A letter whose second date awaits a decision is not the writer's until it is decided.
    """
    undecided = escalation.undecided(session, office, at=at)
    waits = {(row.dossier_id, row.ordinal) for row in undecided}
    rows = [
        row for row in ledger.owed(session, office) if (row.dossier_id, row.ordinal) not in waits
    ]
    queues = {
        kind: tuple(row for row in rows if row.state in states) for kind, states in STATES.items()
    }
    decisions = tuple(
        row
        for row in undecided
        if escalation.may_decide(office, row, actor) or _watches(row, actor, at)
    )
    mine = [kind for kind, roles in DOERS.items() if actor.role in roles]
    if any(escalation.may_decide(office, row, actor) for row in undecided):
        mine.append(TaskKind.DECIDE)
    return DeskTasks(queues, decisions, tuple(mine))


def _watches(row: EscalationRow, actor: Actor, at: datetime) -> bool:
    """Whether somebody beside the superior should know: a supervisor, once the answer is late."""
    return actor.role is Role.SUPERVISOR or (actor.role is Role.LEADER and row.is_late(at))
