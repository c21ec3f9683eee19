"""The notice bar says news and gets out of the way."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.notices import SHORTEST_MS, NoticeBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    """A bar over a wide host."""
    host = QWidget()
    host.resize(1000, 600)
    qtbot.addWidget(host)
    host.show()
    return NoticeBar(host)


def test_the_same_id_takes_the_place_of_the_old_news(bar: NoticeBar) -> None:
    """No pile of outdated messages."""
    bar.show_notice("một", "good", "a")
    bar.show_notice("hai", "good", "a")
    assert bar.current().text == "hai"
    bar.dismiss()
    assert bar.current() is None
    assert bar.isHidden()


def test_news_below_comes_up_when_the_newest_is_dismissed(bar: NoticeBar) -> None:
    """A refusal is not lost behind good news."""
    bar.show_notice("chưa được", "late", "fault")
    bar.show_notice("đã lưu", "good", "saved")
    bar.dismiss()
    assert bar.current().text == "chưa được"


def test_good_news_goes_by_itself_and_a_refusal_stays(bar: NoticeBar) -> None:
    """Time grows with the length of the text; what must be read waits."""
    bar.show_notice("đã lưu", "good", "saved")
    assert bar.findChild(type(bar._timer)).interval() > SHORTEST_MS
    bar.show_notice("chưa được", "late", "fault")
    assert not bar._timer.isActive()


def test_what_no_longer_holds_is_withdrawn_wherever_it_waits(bar: NoticeBar) -> None:
    """The cause is gone, the message too."""
    bar.show_notice("máy in tắt", "late", "printer")
    bar.show_notice("đã lưu", "good", "saved")
    bar.withdraw("printer")
    bar.withdraw("never shown")
    bar.dismiss()
    assert bar.current() is None


def test_the_bar_stays_over_the_page_when_the_window_changes(bar: NoticeBar) -> None:
    """It lies at the right and never beyond the edge."""
    bar.show_notice("một tin khá dài " * 20, "soon", "a")
    for width in (700, 1400):
        bar.parentWidget().resize(width, 600)
        assert bar.x() >= 0
        assert bar.geometry().right() < width


def test_the_news_is_what_a_screen_reader_hears(bar: NoticeBar) -> None:
    """The bar's name is its text."""
    bar.show_notice("Đã tiếp nhận", "good", "a")
    assert bar.accessibleName() == "Đã tiếp nhận"
