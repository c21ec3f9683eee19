"""A slip through a real CUPS queue: the same bytes, and "completed" is not called printed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.printjobs import JobState
from app.core.settings import PrinterSetting
from app.printing.devices import cups_queue
from app.printing.escpos_encoder import encode
from app.printing.paper_profiles import profile_of
from app.printing.raster import draw_receipt
from app.services import print_desk, slips
from tests.support.byte_sink import sink_process
from tests.support.cups import NoCups, PrivateCups, private_cups
from tests.support.desk_ward import open_ward
from tests.support.spooling import jobs, machine_of, serve


@pytest.fixture(scope="module")
def cups() -> Iterator[PrivateCups]:
    try:
        with private_cups() as server:
            yield server
    except NoCups as why:
        pytest.skip(str(why))


def test_a_queue_gets_the_same_bytes_and_the_slip_counts_as_sent(
    cups: PrivateCups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The far end of the queue prints nothing; CUPS says completed; the desk says sent."""
    for name, value in cups.environment.items():
        monkeypatch.setenv(name, value)
    setting = PrinterSetting("receipt", "cups", "slips")
    ward = open_ward(tmp_path)
    received = ward.receive("Nguyễn Thị Ẩn")
    with sink_process() as sink:
        cups.add_raw_queue("slips", sink.port)
        serve(ward, machine_of(tmp_path, setting), setting)
        slip = ward.ask(slips.get_slip, received.slip_id)
        data = encode(draw_receipt(slip), profile_of(setting))
        assert sink.wait_for(len(data)) == [data]
        (row,) = jobs(ward)
        step = ward.ask(print_desk.steps, row.job_id)[-1]
        assert step.detail.startswith("slips-")
        assert _ends(step.detail) is cups_queue.JobState.COMPLETED
        assert row.state is JobState.SENT
    ward.do(print_desk.confirm, received.print_job_id)
    assert jobs(ward)[0].state is JobState.CONFIRMED
    ward.database.close()


def test_a_missing_queue_keeps_the_slip_waiting(
    cups: PrivateCups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never another queue, never the default one."""
    for name, value in cups.environment.items():
        monkeypatch.setenv(name, value)
    setting = PrinterSetting("receipt", "cups", "no-such-queue")
    ward = open_ward(tmp_path)
    ward.receive("Nguyễn Thị Ẩn")
    serve(ward, machine_of(tmp_path, setting), setting)
    (row,) = jobs(ward)
    assert (row.state, row.error) == (JobState.WAITING, "no_queue")
    ward.database.close()


def test_a_slip_on_a_sheet_goes_to_a_queue_as_pdf(
    cups: PrivateCups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office printer takes over where no receipt printer is left."""
    for name, value in cups.environment.items():
        monkeypatch.setenv(name, value)
    setting = PrinterSetting("receipt", "cups", "office", profile="A5")
    ward = open_ward(tmp_path)
    ward.receive("Nguyễn Thị Ẩn")
    with sink_process() as sink:
        cups.add_raw_queue("office", sink.port)
        serve(ward, machine_of(tmp_path, setting), setting)
        (data,) = sink.wait_for(1000)
        assert data.startswith(b"%PDF")
    assert jobs(ward)[0].state is JobState.SENT
    ward.database.close()


def _ends(job: str) -> cups_queue.JobState:
    import time

    until = time.monotonic() + 10
    state = cups_queue.job_state(job)
    while state is cups_queue.JobState.PENDING and time.monotonic() < until:
        time.sleep(0.05)
        state = cups_queue.job_state(job)
    return state
