"""A ward whose officers have put letters before the leader, and a desk for each of the people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.errors import AppError
from app.core.settings import Machine, SigningSetting
from app.services import accounts, apology, apology_signing, ledger
from app.services.apology import LetterDraft
from app.signing.throwaway import throwaway_p12
from app.ui import signing_work, theme
from app.ui.desk import Desk
from app.ui.signing_desk.confirm_dialog import ConfirmDialog
from app.ui.signing_desk.keys import FileKey
from app.ui.signing_desk.page import SigningPage
from tests.support.desk_ward import NOW, Ward
from tests.support.pki import Pki
from tests.support.softhsm import Item, SoftToken, new_token

PASSWORD = "mat-khau"
REASON = "Chờ kết quả xác minh của cơ quan phối hợp"
NEW_DAY = date(2026, 11, 25)


@cache
def p12(name: str) -> bytes:
    """Return a certificate file of a person or of the agency, made once."""
    begins = NOW - timedelta(days=1)
    return throwaway_p12(name, "UBND phường Bến Mơ", PASSWORD, not_before=begins, elliptic=True)


@dataclass
class SigningWard:
    """The ward, and what its people do before and beside the screen."""

    ward: Ward
    folder: Path
    desk_of: Callable[[str], Desk]
    qtbot: QtBot
    unhandled: list[AppError]

    def submit(self, *names: str, days_ago: int = 10) -> list[str]:
        """Have the clerk write a letter for each person's late dossier; return the dossiers."""
        dossiers = [self.ward.receive(name, days_ago).dossier_id for name in names]
        for dossier in dossiers:
            self.ward.do(apology.draft, dossier, reason=REASON, new_due_on=NEW_DAY)
            self.ward.do(apology.submit, dossier)
        return dossiers

    def letter(self, dossier_id: str) -> LetterDraft:
        """Return a letter as it stands."""
        found: LetterDraft = self.ward.ask(apology.current_letter, dossier_id)
        return found

    def act(self, login: str, use_case: Callable[..., object], *args: object, **kw: object) -> None:
        """Do something as another account, at the clock's moment."""
        desk = self.desk_of(login)
        with self.ward.database.write() as session:
            use_case(session, desk.office, *args, actor=desk.actor, at=desk.clock.now(), **kw)

    def signed(self, *names: str) -> list[str]:
        """Have letters written and signed by the leader, beside the screen."""
        dossiers = self.submit(*names)
        signer = signing_work.open_key_file(self.key_file("Đỗ Thị Ẩn").path, PASSWORD)
        for dossier in dossiers:
            found = self.letter(dossier)
            signed = signing_work.sign(found.letter, signer, self.ward.clock.now())
            self.act(
                "an",
                apology_signing.record_signed,
                dossier,
                letter_digest=found.digest,
                file=signed.data,
                signer=signed.signer_name,
                certificate_serial=signed.serial,
                signed_at=signed.signed_at,
            )
        return dossiers

    def key_file(self, name: str) -> FileKey:
        """Return a key file of somebody."""
        path = self.folder / f"{name}.p12"
        path.write_bytes(p12(name))
        return FileKey(path)

    def page(self, login: str, machine: Machine | None = None) -> SigningPage:
        """Return the page as an account sees it, shown and loaded."""
        desk = self.desk_of(login)
        page = SigningPage(desk, machine)
        self.qtbot.addWidget(page)
        desk.changed.connect(page.on_changed)
        page.resize(1032, 700)
        page.show()
        page.on_shown()
        self.qtbot.waitUntil(lambda: page.is_loaded)
        return page

    def confirm(self, page: SigningPage, password: str = PASSWORD) -> ConfirmDialog:
        """Press the primary button and give the password."""
        page.view.primary.click()
        self.qtbot.waitUntil(lambda: _dialog(page) is not None)
        dialog = _dialog(page)
        assert dialog is not None
        self.qtbot.waitUntil(dialog.secret_field.isEnabled)
        dialog.password.setText(password)
        dialog.go.click()
        return dialog

    def finish(self, page: SigningPage) -> str:
        """Wait for the end of a batch; return what the panel says then."""
        self.qtbot.waitUntil(page.view.batch.put_away.isVisible, timeout=20_000)
        return page.view.batch.strip.text()


def _dialog(page: SigningPage) -> ConfirmDialog | None:
    found = [one for one in page.findChildren(ConfirmDialog) if one.isVisible()]
    return found[0] if found else None


@pytest.fixture
def signing(qapp: QApplication, qtbot: QtBot, ward: Ward, tmp_path: Path) -> Iterator[SigningWard]:
    """The ward with a desk for whoever is asked for; what nobody handled fails the test."""
    theme.load_fonts()
    theme.apply(qapp, theme.Choice.LIGHT)
    desks: dict[str, Desk] = {}
    unhandled: list[AppError] = []

    def desk_of(login: str) -> Desk:
        if login not in desks:
            with ward.database.read() as session:
                actor = accounts.find_actor(session, ward.office, login)
            desks[login] = Desk(ward.database, ward.office, actor, ward.clock)
            desks[login].failed.connect(unhandled.append)
        return desks[login]

    with ward.database.write() as session:
        ledger.open_due(session, ward.office, at=ward.clock.now())
    yield SigningWard(ward, tmp_path, desk_of, qtbot, unhandled)
    for desk in desks.values():
        desk.close()
    assert unhandled == []


@pytest.fixture(scope="session")
def people() -> Pki:
    """Root, authority and signers, valid around the ward's day."""
    return Pki(now=NOW)


@pytest.fixture(scope="session")
def leaders_token(people: Pki, tmp_path_factory: pytest.TempPathFactory) -> SoftToken:
    """A token with a certificate that is fit and one that is over."""
    over = people.issue("Lê Hết Hạn", elliptic=True, days=(-700, -1))
    return new_token(tmp_path_factory.mktemp("token"), Item(people.signer("Đỗ Thị Ẩn")), Item(over))


@pytest.fixture
def token(leaders_token: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftToken:
    """The test's own copy of the token, plugged in."""
    copied = leaders_token.copy(tmp_path / "softhsm")
    monkeypatch.setenv("SOFTHSM2_CONF", str(copied.config))
    return copied


@pytest.fixture
def machine(token: SoftToken, tmp_path: Path) -> Machine:
    """A machine whose settings name the token's driver."""
    setting = SigningSetting(libraries=(str(token.library),))
    return Machine(tmp_path, "sqlite:///desk.db", signing=setting)
