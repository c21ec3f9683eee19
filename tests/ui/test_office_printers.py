"""A paper goes to the printer that was named or to none, as the very PDF, and nobody waits."""

import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from reportlab.pdfgen.canvas import Canvas

from app.printing.devices import cups_queue
from app.printing.devices.outcome import BrokenOff
from app.ui import qt_printers
from app.ui.office_printers import SentPaper, office_printers, print_pdf
from app.ui.qt_printers import (
    OfficePrinter,
    PaperInDoubt,
    PaperNotSent,
    PrinterGone,
    PrintersSilent,
    open_printer,
)
from tests.support.byte_sink import sink_process
from tests.support.cups import NoCups, PrivateCups, private_cups

A5_LANDSCAPE = (595, 420)  # points

Submit = Callable[..., str]


@pytest.fixture
def two_pages() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A5_LANDSCAPE)
    for _ in range(2):
        canvas.rect(10, 10, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def no_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose print service refuses every connection."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # taken, but nobody listens
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{unused.getsockname()[1]}")
        yield


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateCups]:
    try:
        with private_cups() as server:
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            yield server
    except NoCups as problem:
        pytest.skip(f"no CUPS: {problem}")


# The name is the printer's, or nobody's


def test_a_missing_printer_is_an_error(no_service: None) -> None:
    """Qt's own classes: the default printer is never taken for a name that is not there."""
    with pytest.raises(PrinterGone) as caught:
        open_printer("missing", "A5")
    assert caught.value.params == {"printer": "missing"}


def test_a_printer_that_went_away_meanwhile_is_an_error(
    no_service: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was there when asked, and Qt chose another one while opening: found by its name."""

    class AllKnown(QPrinterInfo):
        def isNull(self) -> bool:  # noqa: N802
            return False

        @staticmethod
        def printerInfo(_name: str) -> QPrinterInfo:  # noqa: N802
            return AllKnown()

    monkeypatch.setattr(qt_printers, "QPrinterInfo", AllKnown)
    with pytest.raises(PrinterGone):
        open_printer("missing", "A5")


def test_the_sheet_lies_as_the_paper_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Size, direction and copies reach the printer; the sheet is drawn on to its edges."""
    _pretend_there_is(monkeypatch, "phong")
    printer = open_printer("phong", "A5-landscape", copies=3)
    layout = printer.pageLayout()
    assert layout.pageSize().id() == QPageSize.PageSizeId.A5
    assert layout.orientation() == QPageLayout.Orientation.Landscape
    assert layout.mode() == QPageLayout.Mode.FullPageMode
    assert printer.copyCount() == 3
    assert open_printer("phong", "A4").pageLayout().pageSize().id() == QPageSize.PageSizeId.A4


def _pretend_there_is(monkeypatch: pytest.MonkeyPatch, name: str, file: Path | None = None) -> None:
    """Let Qt know a printer; it writes a file."""

    class Known(QPrinterInfo):
        def isNull(self) -> bool:  # noqa: N802
            return False

        def printerName(self) -> str:  # noqa: N802
            return name

        def description(self) -> str:
            return "Máy in tầng 1"

        @staticmethod
        def printerInfo(_name: str) -> QPrinterInfo:  # noqa: N802
            return Known()

        @staticmethod
        def availablePrinters() -> list[QPrinterInfo]:  # noqa: N802
            return [Known()]

        @staticmethod
        def defaultPrinterName() -> str:  # noqa: N802
            return name

    class FilePrinter(QPrinter):
        def __init__(self, mode: QPrinter.PrinterMode) -> None:
            super().__init__(mode)
            self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            self.setOutputFileName(str(file or "unused.pdf"))

        def setPrinterName(self, _name: str) -> None:  # noqa: N802
            """Stay a file."""

        def printerName(self) -> str:  # noqa: N802
            return name

    monkeypatch.setattr(qt_printers, "QPrinterInfo", Known)
    monkeypatch.setattr(qt_printers, "QPrinter", FilePrinter)


# In the process beside the window


def _answer(
    monkeypatch: pytest.MonkeyPatch, *arguments: str, pdf: bytes = b""
) -> dict[str, object]:
    """Return what the process would answer; here without a process."""
    said = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(qt_printers, "QGuiApplication", lambda _: None)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pdf)))
        patch.setattr(sys, "stdout", said)
        qt_printers.main(list(arguments))
    answer: dict[str, object] = json.loads(said.getvalue())
    return answer


def test_printers_are_told_by_the_words_people_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name the system uses stays visible beside them."""
    _pretend_there_is(monkeypatch, "phong")
    told = {"name": "phong", "words": "Máy in tầng 1 (phong)", "is_default": True}
    assert _answer(monkeypatch, "list") == {"printers": [told]}


def test_every_page_is_drawn_at_its_own_size(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, two_pages: bytes
) -> None:
    """Where nothing takes a PDF, the pages of the same PDF are drawn on sheets of its size."""
    _pretend_there_is(monkeypatch, "phong", tmp_path / "out.pdf")
    arguments = ("print", "phong", "A5-landscape", "1", "Giấy hẹn")
    assert _answer(monkeypatch, *arguments, pdf=two_pages) == {"error": ""}
    printed = PdfReader(tmp_path / "out.pdf")
    assert [page.mediabox[2:] for page in printed.pages] == [list(A5_LANDSCAPE)] * 2


@pytest.mark.parametrize(("taken", "code"), [(0, PaperNotSent.code), (1, PaperInDoubt.code)])
def test_a_printer_that_takes_too_little_is_told_of(
    monkeypatch: pytest.MonkeyPatch, two_pages: bytes, taken: int, code: str
) -> None:
    """Nothing taken is safe to repeat; half a paper is not."""
    _pretend_there_is(monkeypatch, "phong")
    monkeypatch.setattr(qt_printers, "print_pages", lambda *_: taken)
    answer = _answer(monkeypatch, "print", "phong", "A5", "1", "Giấy hẹn", pdf=two_pages)
    assert answer == {"error": code, "params": {"printer": "phong", "reason": "io"}}


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        (subprocess.TimeoutExpired("qt", 1), PaperInDoubt),
        (OSError(), PaperNotSent),
        (None, PaperInDoubt),  # the driver took the process down
        ({"error": "printer.gone", "params": {"printer": "phong"}}, PrinterGone),
    ],
)
def test_how_the_process_ends_is_what_is_told(
    monkeypatch: pytest.MonkeyPatch, end: object, wanted: type[Exception]
) -> None:
    """A driver that hangs or falls is a situation; only what was surely not sent is safe."""
    monkeypatch.setattr(cups_queue, "submit", _refusing("no_library"))
    monkeypatch.setattr(qt_printers, "_run", _ending(end))
    with pytest.raises(wanted):
        print_pdf(b"%PDF", "phong", "A5", title="Giấy hẹn")


@pytest.mark.parametrize("end", [subprocess.TimeoutExpired("qt", 1), OSError(), None])
def test_no_list_is_a_situation(monkeypatch: pytest.MonkeyPatch, end: object) -> None:
    """The officer can still save the PDF."""
    monkeypatch.setattr(qt_printers, "_run", _ending(end))
    with pytest.raises(PrintersSilent):
        office_printers()


def _ending(end: object) -> Callable[..., object]:
    def run(*_: object) -> object:
        if isinstance(end, Exception):
            raise end
        return end

    return run


@pytest.mark.skipif(os.name != "posix", reason="the print service is CUPS")
def test_a_service_that_does_not_answer_holds_up_no_other_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Asked inside this process, Qt would keep the interpreter and freeze the window."""
    monkeypatch.setattr(qt_printers, "LIST_SECONDS", 1.5)
    outcome: list[object] = []

    def ask() -> None:
        try:
            outcome.append(office_printers())
        except PrintersSilent as error:
            outcome.append(error)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{silent.getsockname()[1]}")
        asking = threading.Thread(target=ask)
        asking.start()
        steps = 0
        while asking.is_alive():
            time.sleep(0.01)
            steps += 1
        asking.join()
    assert isinstance(outcome[0], PrintersSilent)
    assert steps > 20


# The very bytes


def _refusing(reason: str, bytes_sent: int = 0) -> Submit:
    """Return a queue that refuses."""

    def submit(*_: object, **__: object) -> str:
        raise BrokenOff(reason, bytes_sent)

    return submit


def test_cups_gets_the_very_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No drawing of our own in between, all copies in one job, and a number to follow."""
    got: list[tuple[object, ...]] = []

    def submit(data: bytes, queue: str, title: str, *, raw: bool, media: str, copies: int) -> str:
        got.append((data, queue, title, raw, media, copies))
        return f"{queue}-7"

    monkeypatch.setattr(cups_queue, "submit", submit)
    sent = print_pdf(b"%PDF", "phong", "A5-landscape", title="Giấy hẹn", copies=2)
    assert sent == SentPaper("phong", "phong-7")
    assert got == [(b"%PDF", "phong", "Giấy hẹn", False, "A5", 2)]


@pytest.mark.parametrize(
    ("submit", "wanted"),
    [
        (_refusing("queue_stopped"), PaperNotSent),
        (_refusing("spooler_down"), PaperNotSent),
        (_refusing("timeout", 4), PaperInDoubt),
        (_refusing("reset", 4), PaperInDoubt),
    ],
)
def test_what_the_queue_refuses_goes_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, submit: Submit, wanted: type[Exception]
) -> None:
    """Only what surely did not leave may be sent again without looking at the paper."""
    monkeypatch.setattr(cups_queue, "submit", submit)
    monkeypatch.setattr(qt_printers, "print_elsewhere", pytest.fail)
    with pytest.raises(wanted):
        print_pdf(b"%PDF", "phong", "A5", title="Giấy hẹn", copies=2)


def test_without_cups_the_system_draws_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same PDF and the same name; there is no number to tell."""
    drawn: list[tuple[object, ...]] = []
    monkeypatch.setattr(cups_queue, "submit", _refusing("no_library"))
    monkeypatch.setattr(
        qt_printers, "print_elsewhere", lambda *args, **kw: drawn.append((*args, kw))
    )
    assert print_pdf(b"%PDF", "phong", "A4", title="Thư", copies=2) == SentPaper("phong")
    assert drawn == [(b"%PDF", "phong", "A4", {"title": "Thư", "copies": 2})]


def test_a_real_queue_is_found_and_gets_the_paper(cups: PrivateCups, two_pages: bytes) -> None:
    """Listed by Qt, fed by CUPS with the very bytes or drawn by Qt; another name gets nothing."""
    with sink_process() as sink:
        cups.add_raw_queue("phong", sink.port)
        cups.run("lpadmin", "-p", "phong", "-D", "Máy in tầng 1")
        assert office_printers() == (
            OfficePrinter("phong", "Máy in tầng 1 (phong)", is_default=False),
        )
        with pytest.raises(PrinterGone):
            print_pdf(two_pages, "missing", "A5", title="Giấy hẹn")
        sent = print_pdf(two_pages, "phong", "A5-landscape", title="Giấy hẹn")
        assert sent == SentPaper("phong", "phong-1")
        assert sink.wait_for(len(two_pages)) == [two_pages]
        qt_printers.print_elsewhere(two_pages, "phong", "A5-landscape", title="Giấy hẹn", copies=1)
        drawn = PdfReader(io.BytesIO(_second(sink.brought)))
        assert [page.mediabox[2:] for page in drawn.pages] == [list(A5_LANDSCAPE)] * 2


def _second(brought: Callable[[], list[bytes]]) -> bytes:
    """Wait for the second job to have come whole."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        jobs = brought()
        if len(jobs) > 1 and jobs[1].rstrip().endswith(b"%%EOF"):
            return jobs[1]
        time.sleep(0.05)
    pytest.fail("nothing came")
