"""The signing desk's queue: letters nobody else may touch, the most urgent first."""

from datetime import date

from app.services import apology, signing_queue
from tests.services.desk import Desk, at

NEW_DAY = date(2026, 12, 4)
LATE = at(27)


def _submit(desk: Desk, *names: str) -> list[apology.LetterDraft]:
    received = [desk.receive(name=name) for name in names]
    desk.tick(LATE)
    return [desk.submit(desk.draft(one.dossier_id, NEW_DAY, LATE), LATE) for one in received]


def _names(desk: Desk) -> list[str]:
    return [row.owed.applicant_name for row in desk.ask(signing_queue.queued)]


def test_a_letter_is_queued_while_it_is_signed_and_sealed(desk: Desk) -> None:
    """From the clerk's submission until it is out."""
    received = desk.receive()
    desk.tick(LATE)
    draft = desk.draft(received.dossier_id, NEW_DAY, LATE)
    assert desk.ask(signing_queue.queued) == ()
    submitted = desk.submit(draft, LATE)
    (row,) = desk.ask(signing_queue.queued)
    assert (row.owed.state, row.writer) == ("submitted", "Trần Ngọc Lan")
    assert row.key == f"{received.dossier_id}/1"
    signed = desk.sign(submitted, LATE)
    (row,) = desk.ask(signing_queue.queued)
    assert (row.owed.state, row.owed.signer) == ("awaiting_seal", "Đỗ Thị Ẩn")
    desk.seal(signed, LATE)
    assert desk.ask(signing_queue.queued) == ()


def test_the_writer_stays_whoever_puts_the_reason_right(desk: Desk) -> None:
    """The leader's correction makes nobody else answerable for the letter."""
    (submitted,) = _submit(desk, "Nguyễn Thị Ẩn")
    desk.do(
        apology.draft,
        submitted.dossier_id,
        reason="khác",
        new_due_on=NEW_DAY,
        at=LATE,
        actor=desk.leader,
    )
    (row,) = desk.ask(signing_queue.queued)
    assert (row.owed.reason, row.writer) == ("khác", "Trần Ngọc Lan")


def test_a_letter_sent_back_leaves_the_queue(desk: Desk) -> None:
    """It is the writer's again."""
    submitted, _ = _submit(desk, "Nguyễn Thị Ẩn", "Lê Thị Tú")
    desk.do(apology.send_back, submitted.dossier_id, why="sai", at=LATE, actor=desk.leader)
    assert _names(desk) == ["Lê Thị Tú"]
