"""A sample ward with a desk over it, dressed as officers see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.ui import theme
from app.ui.desk import Desk
from tests.support.desk_ward import Ward, open_ward


@pytest.fixture(autouse=True)
def _settings_apart(tmp_path: Path) -> None:
    """What a test's window remembers is not this user's."""
    QSettings.setPath(
        QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path / "settings")
    )


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    """An open sample ward without dossiers."""
    opened = open_ward(tmp_path)
    yield opened
    opened.database.close()


@pytest.fixture
def desk(qapp: QApplication, ward: Ward) -> Iterator[Desk]:
    """The desk of the ward's clerk; what nobody handled fails the test."""
    theme.load_fonts()
    theme.apply(qapp, theme.Choice.LIGHT)
    made = Desk(ward.database, ward.office, ward.actor, ward.clock)
    unhandled: list[object] = []
    made.failed.connect(unhandled.append)
    yield made
    made.close()
    assert unhandled == []
