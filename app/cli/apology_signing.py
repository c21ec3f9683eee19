"""``motcua apology sign``, ``issue``, ``stamp`` and their neighbours: three people's acts.

Each letter is recorded as soon as it is done: what stops a batch loses nothing before it.
"""

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.answers import Answer
from app.cli.apologies import letter_answer, letters_answer
from app.cli.apology_batch import STOPS, each, nothing_waits
from app.cli.apology_keys import opened_key
from app.cli.letters import read_day, read_file
from app.cli.program import Program, open_for_acting
from app.core.apologies import ApologyAct, ApologyState, after, require_role
from app.core.clock import local_day
from app.core.errors import AppError
from app.core.register_number import following, value_of
from app.services import apology, apology_signing, ledger, lookup
from app.services.apology import LetterDraft
from app.ui import signing_work

if TYPE_CHECKING:
    from app.signing.signer import LetterSigner

Words = argparse.Namespace


class NoTimeStampAuthority(AppError):
    """The office has chosen no time-stamp authority."""

    code = "apology.no_time_stamp_authority"


def sign(arguments: Words) -> Answer:
    """Sign one letter, many, or all that wait for the leader."""
    with open_for_acting(arguments) as program:
        waiting = _chosen(program, arguments, ApologyAct.SIGN, ApologyState.SUBMITTED)
        if not waiting:
            return nothing_waits()
        picture = _picture(program, arguments.picture, "signature")
        with opened_key(program, arguments, len(waiting)) as signer:
            return each(waiting, lambda found: sign_one(program, found, signer, picture), "đã ký")


def sign_one(
    program: Program, found: LetterDraft, signer: "LetterSigner", picture: bytes | None = None
) -> LetterDraft:
    """Sign a letter as it stands, and record it."""
    signed = signing_work.sign(found.letter, signer, program.at, picture)
    with program.database.write() as session:
        return apology_signing.record_signed(
            session,
            program.office,
            found.dossier_id,
            letter_digest=found.digest,
            file=signed.data,
            signer=signed.signer_name,
            certificate_serial=signed.serial,
            signed_at=signed.signed_at,
            actor=program.actor,
            at=program.at,
        )


def issue(arguments: Words) -> Answer:
    """Issue one letter, many, or all that wait: number, date, seal; numbers count up."""
    with open_for_acting(arguments) as program:
        waiting = _chosen(program, arguments, ApologyAct.ISSUE, ApologyState.AWAITING_SEAL)
        if not waiting:
            return nothing_waits()
        numbers = _Numbers(program, arguments.number)
        numbers.check(waiting[0])
        picture = _picture(program, arguments.picture, "seal")
        with opened_key(program, arguments, len(waiting)) as signer:

            def one(found: LetterDraft) -> LetterDraft:
                done = seal_one(program, found, numbers.check(found), signer, picture)
                numbers.move_on()
                return done

            return each(waiting, one, "đã phát hành")


def seal_one(
    program: Program,
    found: LetterDraft,
    number: str,
    signer: "LetterSigner",
    picture: bytes | None = None,
) -> LetterDraft:
    """Put number, day and seal on a signed letter, and issue it."""
    assert found.file is not None  # a signed letter has its file
    day = local_day(program.at)
    sealed = signing_work.seal(found.file, number, day, signer, program.at, picture)
    with program.database.write() as session:
        return apology_signing.issue(
            session,
            program.office,
            found.dossier_id,
            before=hashlib.sha256(found.file).hexdigest(),
            file=sealed.data,
            number=number,
            day=day,
            sealer=sealed.signer_name,
            seal_serial=sealed.serial,
            actor=program.actor,
            at=program.at,
        )


class _Numbers:
    """The numbers of one batch: the named one or the next free, then counting up."""

    def __init__(self, program: Program, number: str) -> None:
        self._program = program
        self._number = number
        self._counts_up = False

    def check(self, found: LetterDraft) -> str:
        """Return the number this letter gets; a named number that is taken is refused."""
        program = self._program
        with program.database.read() as session:
            if not self._number or self._counts_up:
                year = local_day(program.at).year
                free = apology_signing.next_number(session, program.office, year)
                self._number = max(free, self._number, key=value_of)
            return apology_signing.check_number(
                session,
                program.office,
                found.dossier_id,
                number=self._number,
                actor=program.actor,
                at=program.at,
            )

    def move_on(self) -> None:
        """Let the next letter have the number after this one."""
        self._number, self._counts_up = following(self._number), True


def forward(arguments: Words) -> Answer:
    """Let signed letters go to the registrar without their time stamp."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        done = [
            apology_signing.forward(
                session,
                program.office,
                lookup.by_code(session, program.office, code).dossier_id,
                actor=program.actor,
                at=program.at,
            )
            for code in arguments.codes
        ]
    return letters_answer(done, "đã chuyển văn thư")


def stamp(arguments: Words) -> Answer:
    """Ask the time-stamp authority now for every signed letter that has no time stamp."""
    from app.signing.timestamps import HttpTimestamper, TimeStampUnavailable, stamp_times

    with open_for_acting(arguments) as program:
        if not program.office.apology.time_stamp_url:
            raise NoTimeStampAuthority
        with program.database.read() as session:
            waiting = list(apology_signing.awaiting_time_stamp(session, program.office))
        authority = HttpTimestamper(program.office.apology.time_stamp_url)

        def one(found: LetterDraft) -> LetterDraft:
            assert found.file is not None  # a signed letter has its file
            stamped = stamp_times(found.file, authority)
            with program.database.write() as session:
                return apology_signing.record_time_stamp(
                    session,
                    program.office,
                    found.dossier_id,
                    before=hashlib.sha256(found.file).hexdigest(),
                    file=stamped.data,
                    level=stamped.level,
                    at=program.at,
                    ordinal=found.ordinal,
                )

        return each(waiting, one, "đã có dấu thời gian", stops=(*STOPS, TimeStampUnavailable))


def on_paper(arguments: Words) -> Answer:
    """Record a letter that was signed by hand and stamped, with the number on the paper."""
    scan = None if arguments.scan is None else read_file(arguments.scan)
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        found = apology.current_letter(session, program.office, row.dossier_id)
        number = arguments.number or apology_signing.next_number(
            session, program.office, local_day(program.at).year
        )
        done = apology_signing.issue_on_paper(
            session,
            program.office,
            row.dossier_id,
            letter_digest=found.digest,
            number=number,
            day=read_day(arguments.day) if arguments.day else local_day(program.at),
            signer=arguments.signer,
            scan=scan,
            actor=program.actor,
            at=program.at,
        )
    return letter_answer(done, "đã phát hành bản giấy")


def _chosen(
    program: Program, words: Words, act: ApologyAct, state: ApologyState
) -> list[LetterDraft]:
    """Return the letters that are named, or all that wait; whoever may not act is told at once."""
    require_role(act, program.actor.role)
    with program.database.read() as session:
        if words.all:
            ids = [row.dossier_id for row in ledger.in_states(session, program.office, [state])]
        else:
            ids = [lookup.by_code(session, program.office, one).dossier_id for one in words.codes]
        found = [apology.current_letter(session, program.office, one) for one in ids]
    for letter in found:
        after(letter.state, act)
    return found


def _picture(program: Program, given: Path | None, name: str) -> bytes | None:
    if given is not None:
        return read_file(given)
    pictures = signing_work.read_pictures(program.machine.signing)
    return pictures.signature if name == "signature" else pictures.seal
