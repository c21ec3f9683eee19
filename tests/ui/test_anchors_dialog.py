"""Whom the agency trusts: seen by all, changed by administrators, told in words."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services import accounts, trust
from app.ui.anchors_dialog import AnchorsDialog, common_name
from app.ui.desk import Desk
from tests.support.desk_ward import NOW, Ward
from tests.support.pki import Pki

Open = Callable[[str], AnchorsDialog]


@pytest.fixture(scope="module")
def people() -> Pki:
    return Pki(now=NOW)


@pytest.fixture
def open_as(qapp: QApplication, qtbot: QtBot, ward: Ward) -> Iterator[Open]:
    desks: list[Desk] = []

    def make(login: str) -> AnchorsDialog:
        with ward.database.read() as session:
            actor = accounts.find_actor(session, ward.office, login)
        desks.append(Desk(ward.database, ward.office, actor, ward.clock))
        dialog = AnchorsDialog(desks[-1])
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog._is_loaded)
        return dialog

    yield make
    for desk in desks:
        desk.close()


def _file(folder: Path, people: Pki) -> Path:
    path = folder / "goc.pem"
    path.write_bytes(people.root.certificate.public_bytes(Encoding.PEM))
    return path


def test_an_administrator_imports_and_removes(
    qtbot: QtBot, ward: Ward, open_as: Open, people: Pki, tmp_path: Path
) -> None:
    """Imported once; the second time nothing is added; removed, nothing is trusted."""
    dialog = open_as("admin")
    assert "Chưa tin chứng thư gốc nào" in dialog.strip.text()
    dialog.import_from(_file(tmp_path, people))
    qtbot.waitUntil(lambda: len(dialog.table.rows) == 1 and "Đã nhập 1" in dialog.strip.text())
    (kept,) = ward.ask(trust.list_anchors)
    assert kept.certificate == people.root.der
    assert common_name(kept.subject) == "THỬ NGHIỆM Gốc"
    dialog.import_from(_file(tmp_path, people))
    qtbot.waitUntil(lambda: "từ trước" in dialog.strip.text())
    dialog.remove_one(dialog.table.rows[0])
    qtbot.waitUntil(lambda: dialog.table.rows == ())
    assert ward.ask(trust.list_anchors) == ()


def test_others_only_look(open_as: Open) -> None:
    """The reason stands on the buttons."""
    dialog = open_as("an")
    assert not dialog.take_in.isEnabled()
    assert "quản trị" in dialog.take_in.toolTip()


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_file_without_certificates_is_told(
    qtbot: QtBot, open_as: Open, tmp_path: Path, content: bytes | None
) -> None:
    """Missing or something else; nothing is trusted."""
    path = tmp_path / "khac.crt"
    if content is not None:
        path.write_bytes(content)
    dialog = open_as("admin")
    before = dialog.strip.text()
    dialog.import_from(path)
    qtbot.waitUntil(lambda: dialog.strip.text() != before and dialog.take_in.isEnabled())
    assert dialog.table.rows == ()


def test_a_persons_certificate_is_no_anchor(
    qtbot: QtBot, ward: Ward, open_as: Open, people: Pki, tmp_path: Path
) -> None:
    """Only an authority vouches for others."""
    path = tmp_path / "nguoi.pem"
    path.write_bytes(people.signer().certificate.public_bytes(Encoding.PEM))
    dialog = open_as("admin")
    dialog.import_from(path)
    qtbot.waitUntil(lambda: "Đỗ Thị Ẩn" in dialog.strip.text())
    assert ward.ask(trust.list_anchors) == ()
