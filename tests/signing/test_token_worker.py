"""How the program and the driver's process speak, whatever either of them does."""

import io
from pathlib import Path

import pytest

from app.signing.token import worker
from app.signing.token.client import TokenProcess, _read
from app.signing.token.driver import Driver
from app.signing.token.errors import ProcessDied, TokenProblem
from app.signing.token.frames import LARGEST, read_frame, write_frame
from tests.support.softhsm import PIN, SoftToken


class Narrow:
    """A pipe that takes and gives three bytes at a time, as a full one does."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = io.BytesIO(data)

    def write(self, data: memoryview) -> int:
        return self.data.write(data[:3])

    def readinto(self, buffer: memoryview) -> int:
        return self.data.readinto(buffer[:3])


def test_what_is_sent_arrives_whatever_the_pipe() -> None:
    """Notes with their bytes, one after another."""
    pipe = Narrow()
    write_frame(pipe, {"do": "ký"}, bytearray(b"\0\xff" * 9))
    write_frame(pipe, {"do": "tokens"})
    pipe.data.seek(0)
    assert read_frame(pipe) == ({"do": "ký"}, bytearray(b"\0\xff" * 9))
    assert read_frame(pipe) == ({"do": "tokens"}, bytearray())
    assert read_frame(pipe) is None


def test_a_frame_cut_short_or_of_another_kind_is_the_end() -> None:
    """The other side died while speaking, or is not ours."""
    pipe = Narrow()
    write_frame(pipe, {"do": "sign"}, b"abcdef")
    whole = pipe.data.getvalue()
    for cut in range(len(whole)):
        assert read_frame(Narrow(whole[:cut])) is None
    huge = (LARGEST + 1).to_bytes(4, "big")
    assert read_frame(Narrow(huge + b"\0\0\0\0")) is None


def test_what_came_with_a_question_is_overwritten() -> None:
    """It may have been the PIN, and the question may have failed."""
    body = bytearray(PIN.encode())
    note = {"do": "login", "serial": "1", "last_try_confirmed": False}
    told, _ = worker.answer(Driver(), note, body)
    assert told["problem"] == TokenProblem.code  # no library was opened
    assert PIN not in str(told)
    assert body == bytes(len(PIN))


def test_a_worker_that_cannot_start_has_died(token_folder: SoftToken) -> None:
    """Told as such, and tried anew at the next question."""
    process = TokenProcess(token_folder.library, worker="tests.support.no_such_module")
    for _ in range(2):
        with pytest.raises(ProcessDied):
            process.tokens()
    assert process.pid is None


def test_closing_is_allowed_at_any_time(token_folder: SoftToken) -> None:
    """Before the first question, after the last, twice."""
    process = TokenProcess(token_folder.library)
    process.close()
    assert process.tokens()
    process.close()
    process.close()
    assert process.pid is None


def test_a_certificate_nobody_can_read_is_passed_over() -> None:
    """Tokens hold files of other programs too."""
    assert _read(b"junk".hex()) is None


def test_questions_are_asked_from_a_folder_of_anyone(
    token_folder: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module lying in the working folder is not run in the place of ours."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit(9)")
    (tmp_path / "pkcs11.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    process = TokenProcess(token_folder.library)
    assert process.tokens()
    process.close()
