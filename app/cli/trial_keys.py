"""``motcua trial-keys``: two certificates for practice, so that signing can be tried at once."""

import argparse
from datetime import timedelta
from pathlib import Path

from app.cli.answers import Answer
from app.cli.letters import write_file
from app.cli.parser_parts import Commands, command
from app.core.clock import SystemClock

PASSWORD = "motcua"  # noqa: S105 - of certificates that say of themselves that they are for trial
AGENCY = "UBND phường Bến Mơ"
PRACTICE = timedelta(days=60)
"""How far back the keys are valid: a sample ward's clock may stand earlier than the machine's."""
VALID_DAYS = 425
HOLDERS = {"lanhdao.p12": "Đỗ Thị Ẩn", "condau.p12": "Trung tâm PVHCC"}


def add_trial_keys(commands: Commands) -> None:
    """Add the command."""
    keys = command(commands, "trial-keys", write, "tạo hai chứng thư thử nghiệm để tập ký")
    keys.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")


def write(arguments: argparse.Namespace) -> Answer:
    """Write a leader's and a seal's PKCS#12 file; both are marked as for trial."""
    from app.signing.throwaway import throwaway_p12

    began = SystemClock().now() - PRACTICE
    files = []
    for name, holder in HOLDERS.items():
        file = arguments.out / name
        made = throwaway_p12(holder, AGENCY, PASSWORD, not_before=began, days=VALID_DAYS)
        write_file(file, made)
        files.append(str(file))
    lines = [*files, f"Mật khẩu của cả hai: {PASSWORD}. Chỉ để tập, không có giá trị pháp lý."]
    return Answer({"files": files}, lines)
