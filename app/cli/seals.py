"""``motcua verify`` and ``motcua keys``: what a slip is worth, and the keys that say so."""

import argparse
import base64
from typing import Any

from app.cli.answers import FAILED, Answer
from app.cli.letters import write_file
from app.cli.program import open_program
from app.core.sealed import read_sealed
from app.core.sealed_letter import is_sealed_letter, read_sealed_letter
from app.core.wording import moment_text
from app.services import letter_check, receipt_keys, slip_check
from app.services.letter_check import LetterCheck
from app.services.receipt_keys import PublicKey
from app.services.seal_check import IsGenuine
from app.services.slip_check import SlipVerdict
from app.ui.labels import KEY_PLACE
from app.ui.letter_verdict_text import letter_verdict_text
from app.ui.verdict_text import verdict_text


def verify(arguments: argparse.Namespace) -> Answer:
    """Judge the text of a slip's or a letter's QR code, without a network."""
    from app.signing.receipt_keys import is_genuine

    if is_sealed_letter(arguments.text):
        return _verify_letter(arguments, is_genuine)
    sealed = read_sealed(arguments.text)
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        found = slip_check.judge(session, program.office, sealed, is_genuine)
    said = verdict_text(found)
    status = 0 if found.verdict.is_good else FAILED
    return Answer(_verdict_facts(found, said.one_line), [said.title, said.text], status)


def _verify_letter(arguments: argparse.Namespace, is_genuine: IsGenuine) -> Answer:
    letter = read_sealed_letter(arguments.text)
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        found = letter_check.judge(session, program.office, letter, is_genuine)
    said = letter_verdict_text(found)
    status = 0 if found.is_good else FAILED
    return Answer(_letter_facts(found, said.one_line), [said.title, said.text], status)


def show(arguments: argparse.Namespace) -> Answer:
    """List the agency's public keys and say where this desk's private key is kept."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        keys = receipt_keys.list_keys(session, program.office)
        machine, is_usable = program.machine, program.office.seal is not None
    lines = [_key_line(key, key.key_id == machine.seal_key) for key in keys]
    place = KEY_PLACE.get(machine.seal_place, "chưa có")
    lines.append(f"Khoá riêng của quầy này: {place}" + ("." if is_usable else ", KHÔNG dùng được."))
    facts = {
        "keys": [_key_facts(key) for key in keys],
        "own": machine.seal_key,
        "place": machine.seal_place,
        "usable": is_usable,
    }
    return Answer(facts, lines)


def rotate(arguments: argparse.Namespace) -> Answer:
    """Make this desk's next key; older public keys stay in the list."""
    from app.ui.sealing import renew_key

    with open_program(arguments.data_dir, login=arguments.login) as program:
        machine, made = renew_key(
            program.machine, program.database, program.office, actor=program.actor, at=program.at
        )
    line = f"Khoá mới {made.key_id}, cất trong {KEY_PLACE[machine.seal_place]}."
    return Answer({"key_id": made.key_id, "place": machine.seal_place}, [line])


def revoke(arguments: argparse.Namespace) -> Answer:
    """Revoke a key that may be in wrong hands."""
    with open_program(arguments.data_dir, login=arguments.login) as program:
        with program.database.write() as session:
            receipt_keys.revoke_key(
                session,
                program.office,
                arguments.key_id,
                reason=arguments.reason,
                actor=program.actor,
                at=program.at,
            )
    return Answer({"revoked": arguments.key_id}, [f"Đã thu hồi khoá {arguments.key_id}."])


def export(arguments: argparse.Namespace) -> Answer:
    """Write the list of public keys to a file for the agency's other desks."""
    from app.exchange.key_list import key_list_bytes

    with open_program(arguments.data_dir) as program, program.database.read() as session:
        keys = receipt_keys.list_keys(session, program.office)
        code = program.office.code
    write_file(arguments.file, key_list_bytes(code, keys))
    facts = {"file": str(arguments.file), "keys": len(keys)}
    return Answer(facts, [f"Đã ghi {len(keys)} khoá vào {arguments.file}"])


def take_in(arguments: argparse.Namespace) -> Answer:
    """Take in the list of another desk of the same agency."""
    from app.exchange.key_list import read_key_list

    with open_program(arguments.data_dir, login=arguments.login) as program:
        keys = read_key_list(arguments.file, program.office.code)
        with program.database.write() as session:
            done = receipt_keys.import_keys(
                session, program.office, keys, actor=program.actor, at=program.at
            )
    facts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
    line = f"Thêm {done.added}, cập nhật {done.changed}, giữ nguyên {done.unchanged} khoá"
    return Answer(facts, [line])


def _verdict_facts(found: SlipVerdict, said: str) -> dict[str, Any]:
    facts = found.facts
    return {
        "verdict": found.verdict,
        "said": said,
        "key_id": found.key_id,
        "office": facts.office_code,
        "code": facts.code,
        "procedure": facts.procedure_code,
        "received_at": facts.received_at,
        "due_at": facts.due_at,
        "appointment": facts.appointment,
        "copy": facts.copy,
        "differences": list(found.differences),
        "known": None
        if found.row is None
        else {
            "code": found.row.code,
            "due_at": found.row.due_at,
            "status": found.row.status,
            "newest_copy": found.newest_copy,
        },
    }


def _letter_facts(found: LetterCheck, said: str) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "said": said,
        "key_id": found.key_id,
        "letter": found.facts.document_id,
        "office": found.facts.office_code,
        "code": found.facts.code,
        "appointment": found.facts.ordinal,
        "due_at": found.facts.due_at,
        "new_due_at": found.facts.new_due_at,
        "state": found.state,
        "number": found.number,
        "numbered_on": found.numbered_on,
    }


def _key_facts(key: PublicKey) -> dict[str, Any]:
    return {
        "key_id": key.key_id,
        "public_key": base64.b64encode(key.public_key).decode(),
        "station": key.station_id,
        "origin": key.origin,
        "valid_from": key.valid_from,
        "valid_to": key.valid_to,
        "revoked_at": key.revoked_at,
        "reason": key.reason,
    }


def _key_line(key: PublicKey, is_own: bool) -> str:
    told = f"{key.key_id}  máy {key.station_id}  từ {moment_text(key.valid_from)}"
    if key.revoked_at is not None:
        told += f"  THU HỒI {moment_text(key.revoked_at)}: {key.reason}"
    elif key.valid_to is not None:
        told += f"  thôi dùng {moment_text(key.valid_to)}"
    return told + ("  ← quầy này" if is_own else "")
