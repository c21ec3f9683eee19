"""Certificates for practice."""

from datetime import UTC, datetime
from pathlib import Path

from app.cli.trial_keys import PASSWORD
from app.signing.pkcs12 import open_pkcs12
from app.signing.preflight import own_problems
from tests.cli.conftest import Command


def test_two_keys_are_written_that_say_they_are_for_trial(command: Command, tmp_path: Path) -> None:
    """A leader's and a seal's; nobody can take them for real ones."""
    done = command("trial-keys", "--out", str(tmp_path / "khoa"))
    assert done["status"] == 0
    signers = [open_pkcs12(Path(file).read_bytes(), PASSWORD) for file in done["files"]]
    assert len({signer.holder for signer in signers}) == 2
    assert all("THỬ NGHIỆM" in signer.holder for signer in signers)
    assert all(not list(own_problems(one.certificate, datetime.now(UTC))) for one in signers)
