"""The list of keys as a file: what one desk writes another reads, and nothing else."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest

from app.core.clock import VIETNAM
from app.core.sealed import key_id_of
from app.exchange.key_list import key_list_bytes, read_key_list
from app.services.receipt_keys import KeyListWrong, PublicKey

RAW = hashlib.sha256(b"desk").digest()
KEY = PublicKey(
    key_id=key_id_of(RAW),
    public_key=RAW,
    station_id="02",
    origin="imported",
    valid_from=datetime(2026, 11, 2, 8, 0, tzinfo=VIETNAM),
    valid_to=None,
    revoked_at=datetime(2026, 11, 20, 8, 0, tzinfo=VIETNAM),
    reason="mất máy",
)


def write(folder: Path, **changes: object) -> Path:
    told = json.loads(key_list_bytes("H29.26", [KEY])) | changes
    file = folder / "khoa.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


def test_a_written_list_is_read_back(tmp_path: Path) -> None:
    """Every fact of every key; the private part was never there."""
    assert read_key_list(write(tmp_path), "H29.26") == (KEY,)


@pytest.mark.parametrize(
    "changes",
    [
        {"agency": "H29.27"},
        {"kind": "catalogue"},
        {"schema": 2},
        {"keys": [{"key_id": "00000000"}]},
        {"extra": 1},
    ],
)
def test_another_file_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    """Another agency's list, another kind of file, another shape."""
    with pytest.raises(KeyListWrong):
        read_key_list(write(tmp_path, **changes), "H29.26")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"x" * 1_000_001])
def test_rubbish_is_refused(tmp_path: Path, data: bytes) -> None:
    """Nothing of it is looked at twice."""
    file = tmp_path / "khoa.json"
    file.write_bytes(data)
    with pytest.raises(KeyListWrong):
        read_key_list(file, "H29.26")


def test_a_missing_file_and_a_torn_key_are_refused(tmp_path: Path) -> None:
    """With the same plain message."""
    with pytest.raises(KeyListWrong):
        read_key_list(tmp_path / "none.json", "H29.26")
    line = json.loads(key_list_bytes("H29.26", [KEY]))["keys"][0] | {"public_key": "*"}
    with pytest.raises(KeyListWrong):
        read_key_list(write(tmp_path, keys=[line]), "H29.26")
