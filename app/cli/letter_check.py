"""``motcua letter verify``: who signed a file, when, what came after, and whom to trust."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.cli.answers import Answer
from app.cli.letters import read_file
from app.cli.parser_parts import Commands, command
from app.cli.program import open_program
from app.core.clock import SystemClock
from app.core.settings import SettingsMissing
from app.services import trust
from app.signing.findings import FileFinding, SignatureFinding, Verdict
from app.ui.signature_text import change_text, doubt_text, file_text, lines_of

if TYPE_CHECKING:
    from cryptography import x509

STATUS: Final = {
    Verdict.GENUINE: 0,
    Verdict.UNTRUSTED: 3,
    Verdict.ALTERED: 4,
    Verdict.UNREADABLE: 5,
    Verdict.UNSIGNED: 6,
}
"""Exit statuses; 1 and 2 stay what they are everywhere: refused, and misspelt."""


def add_letter_check(inner: Commands) -> None:
    """Add ``verify`` to the commands of ``letter``."""
    checked = command(inner, "verify", verify, "tệp PDF do ai ký, có bị sửa sau khi ký không")
    checked.add_argument("file", type=Path, metavar="TỆP")
    checked.add_argument(
        "--trust",
        type=Path,
        action="append",
        default=[],
        metavar="TỆP",
        help="tin cậy thêm chứng thư gốc trong tệp này, chỉ lần này",
    )
    checked.add_argument("--online", action="store_true", help="tải danh sách thu hồi từ nơi cấp")


def verify(arguments: argparse.Namespace) -> Answer:
    """Examine a file; without a network unless ``--online`` asks for lists of revoked ones."""
    from app.signing.revocation import fetch_over_http
    from app.signing.verify import examine_file

    found = examine_file(
        read_file(arguments.file),
        _anchors(arguments),
        at=SystemClock().now(),
        fetch=fetch_over_http if arguments.online else None,
    )
    return Answer(finding_facts(found), list(lines_of(found)), STATUS[found.verdict])


def finding_facts(found: FileFinding) -> dict[str, Any]:
    """Return a finding for a program to read."""
    return {
        "verdict": found.verdict,
        "said": file_text(found).one_line,
        "sha256": found.sha256,
        "signatures": [_signature_facts(one) for one in found.signatures],
    }


def _anchors(arguments: argparse.Namespace) -> "list[x509.Certificate]":
    """Return whom this call trusts, and whom the agency in the data folder does, if any."""
    from app.signing.trust import read_anchors

    given = [one for file in arguments.trust for one in read_anchors(read_file(file))]
    try:
        with open_program(arguments.data_dir) as program, program.database.read() as session:
            kept = trust.list_anchors(session, program.office)
    except SettingsMissing:  # checking needs no desk
        kept = ()
    return [*given, *(one for each in kept for one in read_anchors(each.certificate))]


def _signature_facts(one: SignatureFinding) -> dict[str, Any]:
    return {
        "field": one.field,
        "verdict": one.verdict,
        "signer": None if one.signer is None else asdict(one.signer),
        "signed_at": one.signed_at,
        "claimed_at": one.claimed_at,
        "clock": "authority" if one.has_proven_time else "signer",
        "stamp": None if one.stamp is None else asdict(one.stamp),
        "level": one.level,
        "faults": list(one.faults),
        "revocation": one.revocation,
        "changes": [
            {
                "kind": change.kind,
                "detail": change.detail,
                "permitted": change.is_permitted,
                "said": change_text(change),
            }
            for change in one.changes
        ],
        "doubts": [
            {"reason": doubt.reason, "of_the_time": doubt.is_of_the_time, "said": doubt_text(doubt)}
            for doubt in one.doubts
        ],
    }
