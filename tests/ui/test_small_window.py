"""At its smallest the window clips nothing: what is spare goes, what is needed stays whole."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QHeaderView, QTableView
from pytestqt.qtbot import QtBot

from app.services import accounts
from app.ui.application import seat
from app.ui.desk import Desk
from app.ui.list_view import LEAST_WIDTH, Column, RowTable, fitting
from app.ui.page import Page
from app.ui.rail import NARROW
from app.ui.rail import WIDTH as RAIL
from app.ui.window import SMALLEST, USUAL, MainWindow
from tests.support import apology_acts
from tests.support.desk_ward import Ward

PEOPLE = ("lan", "an", "thu", "binh", "hung")
COLUMNS = (
    Column[str]("Mã", str, 100),
    Column[str]("Tên", str),
    Column[str]("Hẹn", str, 80, spare=1),
    Column[str]("Bước", str, 60, spare=2),
)


@pytest.fixture
def busy(ward: Ward) -> Ward:
    """Letters before leader and registrar, and a second lateness before the superior."""
    today = ward.clock.moment
    again = ward.receive("Vũ Thị Tuyết Ngần", 30).dossier_id
    for_leader, for_registrar = (ward.receive(name, 12).dossier_id for name in ("Đỗ Mơ", "Lê Ổn"))
    ward.clock.moment = today - timedelta(days=20)
    apology_acts.issue(ward, again, ward.clock.moment.date() + timedelta(days=6))
    ward.clock.moment = today
    apology_acts.tick(ward)
    new_day = today.date() + timedelta(days=7)
    apology_acts.submit(ward, for_leader, new_day)
    apology_acts.sign(ward, apology_acts.submit(ward, for_registrar, new_day))
    return ward


@pytest.fixture
def window(
    request: pytest.FixtureRequest, busy: Ward, desk: Desk, qtbot: QtBot
) -> Iterator[MainWindow]:
    """The window of one of the people, as small as it gets."""
    desk.actor = busy.ask(accounts.find_actor, request.param)
    made = MainWindow()
    qtbot.addWidget(made)
    seat(made, desk)
    made.show()
    made.resize(*SMALLEST)
    yield made
    made.unseat()


def clipped(page: Page) -> list[str]:
    """Return what of a page has less room than it needs."""
    needs, has = page.minimumSizeHint(), page.size()
    found = [f"{page.key}: {needs} of {has}"] if needs.boundedTo(has) != needs else []
    for table in page.findChildren(QTableView):
        header = table.horizontalHeader()
        narrow = [
            number
            for number in range(header.count())
            if table.isVisible()
            and not table.isColumnHidden(number)
            and header.sectionResizeMode(number) is QHeaderView.ResizeMode.Stretch
            and header.sectionSize(number) < LEAST_WIDTH
        ]
        found += [f"{page.key}: {table.accessibleName()}, column {one}" for one in narrow]
    return found


@pytest.mark.parametrize("window", PEOPLE, indirect=True)
def test_no_page_is_clipped_in_the_smallest_window(window: MainWindow, qtbot: QtBot) -> None:
    """Buttons, counts and lists of everybody's pages, while there is something to show."""
    listed = {"lookup", "lateness", "signing"} & window.pages.keys()
    for key, page in window.pages.items():
        window.show_page(key)
        if key == "lookup":
            page.take_scan("Đỗ Mơ")
        if key in listed:
            tables = page.findChildren(RowTable)
            qtbot.waitUntil(lambda tables=tables: any(table.rows for table in tables))
        assert clipped(page) == []


def test_the_rail_gives_way_on_a_small_screen(qtbot: QtBot) -> None:
    """The keys of the pages stand in the tool tips then."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.resize(*USUAL)
    assert window.rail.width() == RAIL
    window.resize(*SMALLEST)
    assert window.rail.width() == NARROW
    assert all("Alt+" in one.toolTip() for one in window.rail.buttons.values())


@pytest.mark.parametrize(
    ("room", "titles"),
    [
        (360, ["Mã", "Tên", "Hẹn", "Bước"]),
        (359, ["Mã", "Tên", "Hẹn"]),
        (299, ["Mã", "Tên"]),
        (50, ["Mã", "Tên"]),
    ],
)
def test_spare_columns_go_where_room_is_short(room: int, titles: list[str]) -> None:
    """The most dispensable first; what a row is known by always stays."""
    assert [column.title for column in fitting(COLUMNS, room)] == titles
