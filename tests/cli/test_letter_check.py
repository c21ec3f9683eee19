"""A file is judged without a screen, and each verdict has its exit status."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.cli.entry import run_command
from tests.cli.conftest import Command
from tests.support import altering, sealed_files
from tests.support.pki import Pki


@pytest.fixture(scope="module")
def people() -> Pki:
    return Pki()


@pytest.fixture(scope="module")
def letter(people: Pki) -> bytes:
    return sealed_files.whole_letter(people)


@pytest.fixture
def root(people: Pki, tmp_path: Path) -> str:
    """The root's certificate in a file."""
    path = tmp_path / "goc.crt"
    path.write_bytes(people.root.der)
    return str(path)


def test_every_verdict_has_a_status_of_its_own(
    command: Command, letter: bytes, root: str, tmp_path: Path
) -> None:
    """A script can tell them apart; no desk need be set up."""
    painted = altering.added(letter, altering.paint_over)
    cases = (
        ("genuine", letter, 0),
        ("altered", painted, 4),
        ("unreadable", b"junk", 5),
        ("unsigned", sealed_files.drafted(), 6),
    )
    for name, data, status in cases:
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        found = command("letter", "verify", str(path), "--trust", root)
        assert (found["verdict"], found["status"]) == (name, status)
    alone = command("letter", "verify", str(tmp_path / "genuine.pdf"))
    assert (alone["verdict"], alone["status"]) == ("untrusted", 3)
    assert alone["signatures"][0]["doubts"][0]["reason"] == "no_anchors"


def test_the_facts_are_all_there(
    command: Command, letter: bytes, root: str, tmp_path: Path
) -> None:
    """Who, when, by what clock, what came after."""
    path = tmp_path / "thu.pdf"
    path.write_bytes(letter)
    found = command("letter", "verify", str(path), "--trust", root)
    first, second = found["signatures"]
    assert first["signer"]["name"] == "Đỗ Thị Ẩn"
    assert (first["clock"], first["level"], first["stamp"]) == ("signer", "B-B", None)
    assert first["signed_at"] == first["claimed_at"] is not None
    assert [one["kind"] for one in first["changes"]] == ["number", "day", "seal"]
    assert all(one["permitted"] for one in first["changes"])
    assert second["field"] == "ConDau"


def test_whom_the_agency_trusts_is_trusted_here_too(
    ward: Command, letter: bytes, root: str, tmp_path: Path
) -> None:
    """What an administrator imported needs no --trust."""
    path = tmp_path / "thu.pdf"
    path.write_bytes(letter)
    assert ward("letter", "verify", str(path))["verdict"] == "untrusted"
    admins = [one["login"] for one in ward("account", "list")["accounts"] if one["role"] == "admin"]
    assert ward("trust", "import", root, "--as", admins[0])["status"] == 0
    assert ward("letter", "verify", str(path))["verdict"] == "genuine"


@pytest.fixture
def lists(people: Pki) -> Iterator[tuple[str, list[bytes]]]:
    """The authority's list of revoked certificates at an address; the test fills it."""
    given: list[bytes] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(given[0])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/thu-hoi.crl", given
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_revoked_signer_is_found_only_when_the_network_is_asked(
    command: Command, people: Pki, lists: tuple[str, list[bytes]], root: str, tmp_path: Path
) -> None:
    """Nothing is fetched unasked; what was not asked is told as not known."""
    address, given = lists
    holder = people.signer("Đỗ Thị Ẩn", crl_url=address)
    given.append(people.crl(holder))
    path = tmp_path / "thu.pdf"
    signer = sealed_files.signer_of(holder, people)
    path.write_bytes(sealed_files.led(sealed_files.drafted(), signer))
    words = ("letter", "verify", str(path), "--trust", root)
    silent = command(*words)
    assert (silent["verdict"], silent["signatures"][0]["revocation"]) == ("genuine", "unknown")
    asked = command(*words, "--online")
    assert (asked["verdict"], asked["status"]) == ("untrusted", 3)
    assert [one["reason"] for one in asked["signatures"][0]["doubts"]] == ["revoked"]


def test_what_cannot_be_read_is_refused_by_name(
    command: Command, letter: bytes, tmp_path: Path
) -> None:
    """The file itself, and a person's certificate given as one to be trusted."""
    gone = command("letter", "verify", str(tmp_path / "khong-co.pdf"))
    assert (gone["status"], gone["error"]) == (1, "file.unusable")
    path = tmp_path / "thu.pdf"
    path.write_bytes(letter)
    wrong = command("letter", "verify", str(path), "--trust", str(path))
    assert (wrong["status"], wrong["error"]) == (1, "signing.bad_anchor_file")


def test_a_person_reads_lines(
    empty: Path, letter: bytes, root: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdict first."""
    path = tmp_path / "thu.pdf"
    path.write_bytes(letter)
    words = ["--data-dir", str(empty), "letter", "verify", str(path), "--trust", root]
    assert run_command(words) == 0
    told = capsys.readouterr().out
    assert told.startswith("Thư thật")
    assert "Điền số văn bản: 05" in told
