"""Printing, proving and keys without a screen: the same rules, the same words."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app.cli.entry import run_command
from app.core.settings import load_machine
from app.services import slips
from tests.cli.conftest import Command
from tests.cli.test_commands import receive
from tests.support.fake_printer import FakePrinter, printer_process

ROOT = Path(__file__).parents[2]


@pytest.fixture
def printer():
    with printer_process() as process:
        yield process


def use(ward: Command, printer: FakePrinter, *more: str) -> None:
    words = ("--kind", "network", "--target", printer.target, "--ack", "gs_h", *more)
    assert ward("printers", "use", "receipt", *words)["status"] == 0


def qr_text(empty: Path, code: str) -> str:
    """Return what stands in the QR code of a dossier's newest slip."""
    from app.cli.program import open_program
    from app.services import lookup

    with open_program(empty) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, code)
        return slips.current_slip(session, program.office, row.dossier_id).qr_text


def letter_qr(empty: Path, code: str) -> str:
    """Draft a dossier's letter and return what stands in its QR code."""
    from app.cli.program import open_program
    from app.services import apology, lookup

    with open_program(empty, at="2026-11-25T09:30") as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, code)
        told = {"reason": "chờ xác minh", "new_due_on": date(2026, 12, 1)}
        told |= {"actor": program.actor, "at": program.at}
        drafted = apology.draft(session, program.office, row.dossier_id, **told)
        return drafted.letter.qr_text


def fresh(ward: Command) -> str:
    """Take a dossier in now; its slip is not too old to print."""
    return str(ward("receive", "--procedure", "1.004873", "--card", CARD)["code"])


CARD = "003190000123||NGUYỄN THỊ NGỌC ẨN|01021990|Nữ|Số 1 Đường Mơ, Phường Bến Mơ|01012022"


def test_a_slip_is_printed_and_acknowledged(ward: Command, printer: FakePrinter) -> None:
    """The queue says so, and each step is kept."""
    use(ward, printer)
    code = fresh(ward)
    assert ward("spool", "run") == {
        "tried": 1,
        "waiting": 0,
        "asking": 0,
        "troubles": {},
        "status": 0,
        "stderr": "",
    }
    assert len(printer.report()["pages"]) == 1
    (job,) = ward("spool", "list")["jobs"]
    assert (job["code"], job["state"], job["asks"]) == (code, "printed", False)
    steps = ward("spool", "steps", code)["steps"]
    assert [step["state"] for step in steps] == ["sending", "printed"]
    assert steps[1]["bytes_sent"] > 10_000


def test_a_printer_without_paper_is_named_with_the_next_step(
    ward: Command, printer: FakePrinter, capsys: pytest.CaptureFixture[str], empty: Path
) -> None:
    """And the slip waits."""
    use(ward, printer)
    printer.set(paper=False)
    fresh(ward)
    assert ward("spool", "run")["troubles"] == {"receipt": "paper_out"}
    capsys.readouterr()
    assert run_command(["--data-dir", str(empty), "printers", "list"]) == 0
    said = capsys.readouterr().out
    assert "Máy in hết giấy. Thay cuộn giấy" in said
    assert ward("spool", "list")["jobs"][0]["state"] == "waiting"


def test_a_doubt_is_answered_from_the_command_line(ward: Command, printer: FakePrinter) -> None:
    """Torn: a marked copy; then whole: confirmed. Each answer only once."""
    use(ward, printer)
    code = fresh(ward)
    printer.set(reset_after=5000)
    assert ward("spool", "run")["asking"] == 1
    printer.set(reset_after=-1)
    assert ward("spool", "confirm", "khong-co-ma")["error"] == "dossier.bad_code"
    assert ward("spool", "reprint", code, "--reason", "in dở", "--as", "hung")["status"] == 0
    assert ward("spool", "run")["waiting"] == 0
    jobs = ward("spool", "list")["jobs"]
    assert {job["copy"]: job["state"] for job in jobs} == {0: "reprinted", 1: "printed"}
    assert ward("spool", "confirm", code)["error"] == "print_job.moved_on"
    assert ward("spool", "confirm", "01a21189-7e5c-7665-9ad8-89c5ee87c664")["status"] == 1
    assert ward("check")["ok"] is True


def test_an_old_slip_waits_to_be_asked_about(ward: Command, printer: FakePrinter) -> None:
    """A dossier of last week is not printed by itself."""
    use(ward, printer)
    code = str(receive(ward)["code"])
    run = ward("spool", "run")
    assert (run["tried"], run["asking"]) == (0, 1)
    assert ward("spool", "now", code)["status"] == 0
    assert ward("spool", "run")["tried"] == 1
    other = str(receive(ward)["code"])
    ward("spool", "run")
    assert ward("spool", "void", other, "--reason", "đã in tay")["status"] == 0
    assert ward("spool", "list")["jobs"][0]["asks"] is False


def test_two_programs_never_serve_one_printer(
    ward: Command, printer: FakePrinter, empty: Path
) -> None:
    """The second one is told, and prints nothing."""
    use(ward, printer)
    fresh(ward)
    from app.printing.devices.lock import lock_path
    from app.ui.printing_out import SERVING

    path = lock_path(empty, load_machine(empty).printers[0], SERVING)
    code = (
        "import sys, filelock; lock = filelock.FileLock(sys.argv[1]); lock.acquire();"
        "print(1, flush=True);"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", f"{code} sys.stdin.read()", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    held = ward("spool", "run")
    assert (held["status"], held["troubles"]) == (1, {"receipt": "taken"})
    holder.communicate(b"")
    assert ward("spool", "run")["tried"] == 1


def test_a_test_slip_comes_out(ward: Command, printer: FakePrinter, empty: Path) -> None:
    """On a real line, and on the practice printer as a picture."""
    use(ward, printer)
    assert ward("printers", "test")["acknowledged"] is True
    assert len(printer.report()["pages"]) == 1
    ward("printers", "use", "practice", "--kind", "virtual", "--target", "thu")
    assert ward("printers", "test", "practice")["acknowledged"] is True
    assert (empty / "thu" / "phieu-thu.png").exists()
    assert ward("printers", "test", "no-such")["error"] == "printer.unknown"


def test_printers_keep_their_papers_and_fallback(ward: Command, empty: Path) -> None:
    """What is written is read back; a wrong model is refused and nothing changes."""
    office = ("--kind", "cups", "--target", "lasers", "--papers", "letter", "--profile", "A4")
    ward("printers", "use", "office", *office)
    ward("printers", "use", "receipt", "--fallback", "office", "--width", "58")
    machine = load_machine(empty)
    assert [one.key for one in machine.printers] == ["receipt", "office"]
    assert machine.printer_for("letter").target == "lasers"
    assert (machine.slip_printer, machine.printer("receipt").fallback) == ("receipt", "office")
    refused = ward("printers", "use", "receipt", "--profile", "no such model")
    assert refused["error"] == "printer.unfit"
    assert "Không có kiểu máy in này" in refused["message"]
    assert load_machine(empty) == machine


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_an_office_printer_takes_sheets(ward: Command, empty: Path, size: str) -> None:
    """Through CUPS; it prints no test slip, and that is said."""
    words = ("--kind", "cups", "--target", "lasers", "--profile", size)
    assert ward("printers", "use", "office", *words)["profile"] == size
    assert load_machine(empty).printer("office").profile == size
    assert ward("printers", "test", "office")["error"] == "printer.no_test_slip"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--kind", "network", "--target", "printer:9100", "--profile", "A5"), "CUPS"),
        (("--kind", "windows", "--target", "laser", "--profile", "A4"), "CUPS"),
        (("--kind", "pigeon", "--target", "x"), "pigeon"),
        (("--kind", "network", "--target", "printer"), "9100"),
        (("--papers", "slip,banner"), "banner"),
        (("--papers", ""), "giấy hẹn"),
        (("--fallback", "receipt"), "receipt"),
        (("--fallback", "no such"), "no such"),
    ],
)
def test_what_no_printer_can_be_is_refused(
    ward: Command, empty: Path, words: tuple[str, ...], why: str
) -> None:
    """With why, before the first citizen waits for a slip; nothing is kept."""
    before = load_machine(empty)
    refused = ward("printers", "use", "receipt", *words)
    assert (refused["status"], refused["error"]) == (1, "printer.unfit")
    assert why in refused["message"]
    assert load_machine(empty) == before


def test_a_queue_of_no_printer_is_not_run_in_silence(ward: Command) -> None:
    """A misspelt name is told."""
    assert ward("spool", "run", "--printer", "recepit")["error"] == "printer.unknown"


def test_finding_printers_never_fails(ward: Command) -> None:
    """Whatever this machine has, and whatever cannot be searched."""
    found = ward("printers", "list", "--find")
    assert found["status"] == 0
    assert [one["key"] for one in found["printers"]] == ["receipt"]


def test_a_slip_proves_itself(ward: Command, empty: Path) -> None:
    """Verdict, facts, and what the database knows beside them."""
    code = str(receive(ward)["code"])
    text = qr_text(empty, code)
    for prefix in ("", "HTTPS://X.VN/H2", "https://x.vn/2026"):
        assert ward("verify", prefix + text)["verdict"] == "current"
    found = ward("verify", f"https://motcua.example.vn/v#{text}")
    assert (found["status"], found["verdict"], found["code"]) == (0, "current", code)
    assert found["known"]["code"] == code
    assert found["procedure"] == "1.004873"
    changed = text[:-1] + str((int(text[-1]) + 1) % 10)
    forged = ward("verify", changed)
    assert (forged["status"], forged["verdict"]) == (1, "forged")
    assert ward("verify", "H29.26-261120-0001")["error"] == "slip.not_sealed"


def test_a_letter_proves_itself(ward: Command, empty: Path) -> None:
    """The draft is genuine and says that it is no promise yet; a changed digit shows."""
    code = str(receive(ward)["code"])
    text = letter_qr(empty, code)
    found = ward("verify", text)
    assert (found["status"], found["verdict"], found["code"]) == (1, "not_issued", code)
    assert found["appointment"] == 1
    assert str(found["new_due_at"]).startswith("2026-12-01")
    changed = text[:-1] + str((int(text[-1]) + 1) % 10)
    assert ward("verify", changed)["verdict"] == "forged"


def test_keys_rotate_travel_and_are_revoked(ward: Command, empty: Path, tmp_path: Path) -> None:
    """Old slips stay genuine after a rotation, until their key is revoked."""
    text = qr_text(empty, str(receive(ward)["code"]))
    (first,) = ward("keys", "list")["keys"]
    assert ward("keys", "list")["place"] == "file"
    rotated = ward("keys", "rotate")
    assert rotated["key_id"] == ward("keys", "list")["own"] != first["key_id"]
    assert ward("verify", text)["verdict"] == "current"
    file = tmp_path / "khoa.json"
    assert ward("keys", "export", str(file))["keys"] == 2
    told = json.loads(file.read_text("utf-8"))
    assert {line["key_id"] for line in told["keys"]} == {first["key_id"], rotated["key_id"]}
    assert "private" not in file.read_text("utf-8")
    led = ("--as", "hung")
    assert ward("keys", "import", str(file), *led)["unchanged"] == 2
    assert ward("keys", "revoke", first["key_id"], "--reason", "mất máy", *led)["status"] == 0
    assert ward("verify", text)["verdict"] == "revoked"
    assert ward("keys", "revoke", first["key_id"], "--reason", "x", *led)["status"] == 1


def test_a_clerk_changes_no_trust_from_the_command_line(ward: Command, tmp_path: Path) -> None:
    """The one line names who may and how; nothing of the list is taken in."""
    file = tmp_path / "khoa.json"
    ward("keys", "export", str(file))
    (key,) = ward("keys", "list")["keys"]
    for refused in (
        ward("keys", "import", str(file)),
        ward("keys", "import", str(file), "--as", "lan"),
        ward("keys", "revoke", key["key_id"], "--reason", "mất máy"),
    ):
        assert (refused["status"], refused["error"]) == (1, "seal.leaders_only")
        assert "lãnh đạo" in refused["message"]
        assert "--as" in refused["message"]


def test_a_damaged_list_is_one_line(ward: Command, tmp_path: Path) -> None:
    """Never a crash; with the place of the fault."""
    file = tmp_path / "khoa.json"
    ward("keys", "export", str(file))
    told = json.loads(file.read_text("utf-8"))
    told["keys"][0]["public_key"] = "ế" * 44
    file.write_text(json.dumps(told), "utf-8")
    refused = ward("keys", "import", str(file), "--as", "hung")
    assert (refused["status"], refused["error"]) == (1, "seal.key_list_wrong")
    assert "khoa.json: keys[0].public_key" in refused["message"]
    assert "Chưa nhập khoá nào" in refused["message"]


def test_another_desk_verifies_with_the_list_alone(
    ward: Command, empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown key before the list is brought, genuine but not here after it."""
    text = qr_text(empty, str(receive(ward)["code"]))
    ward("keys", "export", str(tmp_path / "khoa.json"))
    other = ["--data-dir", str(tmp_path / "other"), "--json"]

    def there(*words: str) -> dict[str, object]:
        capsys.readouterr()
        run_command([*other, *words])
        return json.loads(capsys.readouterr().out)

    there("init", "--sample")
    assert there("verify", text)["verdict"] == "unknown_key"
    assert there("keys", "import", str(tmp_path / "khoa.json"), "--as", "hung")["added"] == 1
    assert there("verify", text)["verdict"] == "not_here"


def test_a_lost_key_never_stops_the_counter(ward: Command, empty: Path) -> None:
    """Its slips carry the code alone, and the list of keys says so."""
    for file in (empty / "keys").iterdir():
        file.unlink()
    code = str(receive(ward)["code"])
    assert qr_text(empty, code) == code
    assert ward("keys", "list")["usable"] is False
    ward("keys", "rotate")
    assert ward("keys", "list")["usable"] is True
