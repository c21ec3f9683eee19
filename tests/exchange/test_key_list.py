"""The list of keys as a file: what one desk writes another reads, and nothing else."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.core.clock import VIETNAM
from app.core.sealed import key_id_of
from app.exchange.key_list import key_list_bytes, read_key_list
from app.services.receipt_keys import LONGEST_WORDS, KeyListWrong, PublicKey
from app.ui.error_text import error_text

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
    refused(write(tmp_path, **changes))


def line(**changes: object) -> dict[str, object]:
    told: dict[str, object] = json.loads(key_list_bytes("H29.26", [KEY]))["keys"][0]
    return told | changes


def refused(path: Path) -> KeyListWrong:
    """Return how a list is refused; every refusal has its words and a next step."""
    with pytest.raises(KeyListWrong) as caught:
        read_key_list(path, "H29.26")
    said = error_text(caught.value)
    assert "không dùng được" in said.title
    assert said.text != " Chưa nhập khoá nào."
    assert said.text.endswith(". Chưa nhập khoá nào.")
    assert said.next_step
    return caught.value


@pytest.mark.parametrize(
    "changes",
    [
        {"public_key": "ế" * 44},
        {"public_key": "Ａ" * 43 + "="},
        {"public_key": "*"},
        {"public_key": base64.b64encode(bytes(31)).decode()},
        {"public_key": base64.b64encode(RAW).decode() + "\n"},
        {"public_key": None},
        {"key_id": KEY.key_id.upper() + "A"},
        {"key_id": "１２３４５６７８"},
        {"valid_from": "0001-01-01T00:00:00+14:00"},
        {"valid_to": "9999-12-31T23:59:59-12:00"},
        {"revoked_at": "2019-12-31T23:59:59+07:00"},
        {"revoked_at": "2101-01-01T00:00:00+07:00"},
        {"valid_from": "2026-11-02T08:00:00"},
        {"valid_from": 1_793_580_000},
        {"valid_from": None},
        {"station": 2},
        {"station": "2" * (LONGEST_WORDS + 1)},
        {"reason": "ế" * (LONGEST_WORDS + 1)},
        {"reason": ["mất máy"]},
        {"private_key": "x"},
    ],
)
def test_one_wrong_line_refuses_the_file_and_its_place_is_told(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    """Beside a good line too: a list is taken in whole or not at all."""
    error = refused(write(tmp_path, keys=[line(), line(**changes)]))
    (name,) = changes
    assert error.params["reason"] == "bad_line"
    assert error.params["problem"] == f"khoa.json: keys[1].{name}"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"keys": {}}, "not_a_list"),
        ({"keys": None}, "not_a_list"),
        ({"keys": [7]}, "bad_line"),
        ({"schema": True}, "not_a_list"),
        ({"schema": "1"}, "not_a_list"),
        ({"agency": 29}, "not_a_list"),
        ({"agency": "H" * (LONGEST_WORDS + 1)}, "not_a_list"),
        ({"agency": "H29.27"}, "other_agency"),
        ({"x" * 5000: 1}, "not_a_list"),
    ],
)
def test_a_wrong_type_anywhere_is_told(
    tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    """In few words, however long what stands there."""
    error = refused(write(tmp_path, **changes))
    assert error.params["reason"] == reason
    assert len(str(error.params["problem"])) < 100


def test_unseen_signs_of_a_file_do_not_come_in(tmp_path: Path) -> None:
    """A zero byte no database takes, a turned direction would hide what a reason says."""
    (read,) = read_key_list(
        write(tmp_path, keys=[line(station="0\u00002", reason="mất\u202e\n máy")]), "H29.26"
    )
    assert (read.station_id, read.reason) == ("02", "mất máy")


def test_what_is_written_can_always_be_read(tmp_path: Path) -> None:
    """Also with a reason from a time when it could be longer."""
    file = tmp_path / "khoa.json"
    long = replace(KEY, reason="ế" * 900, station_id="2" * 900)
    file.write_bytes(key_list_bytes("H29.26", [long]))
    (read,) = read_key_list(file, "H29.26")
    assert (len(read.reason), len(read.station_id)) == (LONGEST_WORDS, LONGEST_WORDS)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_a_list"),
        (b"\xff\xfe", "not_a_list"),
        (b"[]", "not_a_list"),
        (b"[" * 100_000, "not_a_list"),
        (b"x" * 1_000_001, "too_large"),
    ],
    ids=["empty", "binary", "list", "deep", "large"],
)
def test_rubbish_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    """Nothing of it is looked at twice."""
    file = tmp_path / "khoa.json"
    file.write_bytes(data)
    assert refused(file).params["reason"] == reason


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """And so is a folder."""
    for path in (tmp_path / "none.json", tmp_path):
        assert refused(path).params["reason"] == "unreadable"
