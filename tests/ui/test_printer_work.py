"""How a printer is, in words."""

import pytest

from app.core.settings import PrinterSetting
from app.printing.devices.outcome import BrokenOff
from app.ui import printer_work
from tests.support.fake_printer import printer_process


def test_a_condition_is_told_with_its_next_step() -> None:
    """As the status bar says it."""
    with printer_process() as printer:
        setting = PrinterSetting(kind="network", target=printer.target)
        assert printer_work.ask_condition(setting).words == "Sẵn sàng."
        printer.set(near_end=True)
        assert "Sắp hết" in printer_work.ask_condition(setting).words
        printer.set(paper=False)
        assert "Thay cuộn giấy" in printer_work.ask_condition(setting).whole
        printer.set(mute=True)
        assert "không cho biết" in printer_work.ask_condition(setting).words


def test_a_practice_printer_is_no_trouble() -> None:
    """It has no paper to run out of."""
    assert "thành ảnh" in printer_work.ask_condition(PrinterSetting()).words


def test_a_queue_says_only_what_the_system_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never that there is paper."""
    from app.printing.devices import cups_queue
    from app.printing.devices.cups_queue import Queue, QueueState

    known = [Queue("phong", QueueState.IDLE), Queue("cu", QueueState.STOPPED)]
    monkeypatch.setattr(cups_queue, "queues", lambda: known)
    told = [
        printer_work.ask_condition(PrinterSetting(kind="cups", target=name)).whole
        for name in ("phong", "cu", "la")
    ]
    assert "không cho biết còn giấy" in told[0]
    assert "tạm dừng" in told[1]
    assert "không có máy in tên này" in told[2]

    def down() -> list[Queue]:
        raise BrokenOff("spooler_down")

    monkeypatch.setattr(cups_queue, "queues", down)
    assert "không chạy" in printer_work.ask_condition(PrinterSetting(kind="cups")).words
