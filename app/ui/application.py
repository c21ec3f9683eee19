"""Putting the window together: first start, opening the data, signing in, seating the officer.

The window is shown before anything heavy is loaded; what takes time runs on workers.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from app.core.clock import SystemClock
from app.core.errors import AppError
from app.core.settings import DATABASE, Machine, is_set_up
from app.ui import theme
from app.ui.actions import KEYS
from app.ui.crash import CrashHook
from app.ui.error_text import one_line
from app.ui.qt_texts import QtTexts
from app.ui.tasks import Lane, TaskRunner
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from app.core.dossiers import Actor
    from app.db.database import Database
    from app.ui.desk import Desk
    from app.ui.first_run import FirstRunDialog, OfficeForm
    from app.ui.letter_room import LetterRoom
    from app.ui.page import Page
    from app.ui.print_room import PrintRoom
    from app.ui.sealing import Seated
    from app.ui.sign_in import SignInDialog

SWITCH_SECONDS = 0.0001
"""How long a printing or reading thread may keep the screen's thread waiting for its turn."""
UNPRINTED = (
    "Còn {count} giấy hẹn chưa ra giấy; không phiếu nào mất. Phiếu đang chờ tự in khi mở lại "
    "chương trình trong vòng hai giờ. Để lâu hơn, hoặc chưa rõ đã ra giấy chưa, chương trình sẽ "
    "hỏi trước."
)
LOOK = "look"
LOOKS = {
    theme.Choice.SYSTEM: "Theo hệ thống",
    theme.Choice.LIGHT: "Sáng",
    theme.Choice.DARK: "Tối",
    theme.Choice.CONTRAST: "Tương phản cao",
}


def run_window(data_dir: Path) -> int:
    """Show the desk of a data folder until its window is closed; return the exit status."""
    sys.setswitchinterval(SWITCH_SECONDS)
    application = QApplication(sys.argv[:1])
    application.setOrganizationName("motcua")
    application.setApplicationName("motcua")
    theme.load_fonts()
    theme.apply(application, chosen_look())
    theme.follow_system(application)
    application.installTranslator(QtTexts(application))
    hook = CrashHook(data_dir)
    hook.install()
    starter = Starter(data_dir)
    starter.window.show()
    QTimer.singleShot(0, starter.begin)
    status = application.exec()
    starter.close()
    hook.uninstall()
    return status


def chosen_look() -> theme.Choice:
    """Return light, dark or contrast as this user left it."""
    kept = str(QSettings().value(LOOK, theme.Choice.SYSTEM))
    return theme.Choice(kept) if kept in set(theme.Choice) else theme.Choice.SYSTEM


def seat(window: MainWindow, desk: "Desk", machine: Machine | None = None) -> None:
    """Give the window its pages for a signed-in officer, joined where one leads to another.

    Who signs or seals begins at the letters that wait; everybody else at the counter. Without the
    machine's settings no token is offered.
    """
    from app.core.apologies import NUMBERERS, SIGNERS
    from app.core.dossiers import Role
    from app.ui.pages.lateness import LatenessPage
    from app.ui.pages.lookup import LookupPage
    from app.ui.pages.reception import ReceptionPage
    from app.ui.pages.returning import ReturningPage

    lookup, returning, lateness = LookupPage(desk), ReturningPage(desk), LatenessPage(desk)

    def hand_over(code: str) -> None:
        window.show_page(returning.key)
        returning.open_code(code)

    lookup.return_asked.connect(hand_over)
    lateness.return_asked.connect(hand_over)
    pages: list[Page] = [ReceptionPage(desk), lookup, returning, lateness]
    if desk.actor.role in SIGNERS | NUMBERERS:
        from app.ui.signing_desk.page import SigningPage

        pages.append(SigningPage(desk, machine))
    at_letters = desk.actor.role in {Role.LEADER, Role.REGISTRAR}
    window.seat(desk, {page.key: page for page in pages}, "signing" if at_letters else "")


class Starter(QObject):
    """Leads from the empty window to a seated officer, and back when one signs out."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        self.window = MainWindow()
        self.window.tool_asked.connect(self._use_tool)
        self.window.closing.connect(self._tell_unprinted)
        self.desk: Desk | None = None
        self._data_dir = data_dir
        self._database: Database | None = None
        self._seated: Seated | None = None
        self.room: PrintRoom | None = None
        self.letters: LetterRoom | None = None
        self._dialog: FirstRunDialog | SignInDialog | None = None
        self._tasks = TaskRunner(self)

    def begin(self) -> None:
        """Offer the first start, or open the data that is there."""
        if is_set_up(self._data_dir):
            self._open()
            return
        from app.ui.first_run import FirstRunDialog

        dialog = self._dialog = FirstRunDialog(self.window)
        dialog.chosen.connect(self._found)
        dialog.rejected.connect(self.window.close)
        dialog.open()

    def close(self) -> None:
        """Stop the workers in order: keys, slips, time stamps, units, database."""
        self.window.unseat()
        if self.room is not None:
            self.room.close()
        self._leave_letters()
        if self.desk is not None:
            self.desk.close()
        self._tasks.close()
        if self._database is not None:
            self._database.close()

    def _found(self, form: "OfficeForm") -> None:
        dialog = self._dialog
        machine = Machine(self._data_dir, f"sqlite:///{DATABASE}")
        self._tasks.run(
            Lane.WORK,
            lambda: _found_desk(machine, form),
            self._founded,
            dialog.refuse,  # type: ignore[union-attr]
        )

    def _founded(self, _: object) -> None:
        self._drop_dialog()
        self._open()

    def _open(self) -> None:
        self._tasks.run(Lane.WORK, lambda: _open_desk(self._data_dir), self._opened, self._stuck)

    def _opened(self, opened: "tuple[Database, Seated, tuple[Actor, ...]]") -> None:
        self._database, self._seated, accounts = opened
        self._ask_who(accounts)

    def _stuck(self, error: AppError) -> None:
        """Without its data the program can only say why, and end."""
        QMessageBox.critical(self.window, "Chưa mở được dữ liệu", one_line(error))
        self.window.close()

    def _ask_who(self, accounts: "tuple[Actor, ...]") -> None:
        from app.ui.sign_in import SignInDialog

        assert self._seated is not None
        office = self._seated.office
        dialog = self._dialog = SignInDialog(
            office.name, accounts, is_sample=office.is_sample, parent=self.window
        )
        dialog.tried.connect(self._check)
        dialog.rejected.connect(self.window.close)
        dialog.open()

    def _check(self, login: str, password: str) -> None:
        from app.services.accounts import SignInOutcome, sign_in

        database, seated, dialog = self._database, self._seated, self._dialog
        assert database is not None
        assert seated is not None
        assert dialog is not None

        def check() -> SignInOutcome:
            with database.write() as session:
                return sign_in(session, seated.office, login, password, at=SystemClock().now())

        def checked(outcome: SignInOutcome) -> None:
            if outcome.actor is None:
                dialog.refuse(outcome.refusal or AppError())
            else:
                self._drop_dialog()
                self._seat(outcome.actor)

        self._tasks.run(Lane.WORK, check, checked, dialog.refuse)

    def _seat(self, actor: "Actor") -> None:
        from app.ui.desk import Desk
        from app.ui.letter_room import LetterRoom
        from app.ui.print_room import PrintRoom

        database, seated = self._database, self._seated
        assert database is not None
        assert seated is not None
        desk = self.desk = Desk(database, seated.office, actor, SystemClock())
        seat(self.window, desk, seated.machine)
        self.letters = LetterRoom(self.window, desk)
        self.letters.start()
        self.room = PrintRoom(self.window, desk, seated, self._tasks)

    def _use_tool(self, name: str) -> None:
        {
            "printer": self._show_slips,
            "files": self._show_files,
            "keys": self._show_keys,
            "look": self._choose_look,
            "leave": self._sign_out,
        }[name]()

    def _show_slips(self) -> None:
        if self.room is not None:
            self.room.show_slips()

    def _show_files(self) -> None:
        if self.letters is not None:
            self.letters.show_menu()

    def _show_keys(self) -> None:
        rows = "".join(
            f"<tr><td style='padding-right:24px'><b>{one.keys}</b></td><td>{one.does}</td></tr>"
            for one in KEYS
        )
        box = QMessageBox(self.window)
        box.setWindowTitle("Phím tắt")
        box.setText(f"<table cellspacing='6'>{rows}</table>")
        box.addButton("Đón&g", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        box.deleteLater()

    def _choose_look(self) -> None:
        menu = QMenu(self.window)
        current = chosen_look()
        for choice, words in LOOKS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(choice is current)
            action.triggered.connect(lambda _=False, one=choice: self._wear(one))
        menu.exec(self.window.rail.mapToGlobal(self.window.rail.rect().center()))
        menu.deleteLater()

    def _wear(self, choice: theme.Choice) -> None:
        QSettings().setValue(LOOK, choice.value)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, choice)

    def _sign_out(self) -> None:
        """Take everything of one officer off the screen at once, then let the printers end."""
        if self.room is not None and self.window.pages and self.window.may_leave():
            self.window.unseat()
            self.room.leave(self._signed_out)

    def _signed_out(self) -> None:
        """Ask who comes next, now that nothing of the last one is at work any more."""
        self.room = None
        self._leave_letters()
        if self.desk is not None:
            self.desk.close()
            self.desk = None
        if self._database is not None:
            self._database.close()
            self._database = None
        self._open()

    def _leave_letters(self) -> None:
        letters, self.letters = self.letters, None
        if letters is not None:
            letters.close()

    def _tell_unprinted(self) -> None:
        """Say what becomes of the slips that are not on paper yet; silent where there are none."""
        count = 0 if self.room is None else self.room.unprinted
        if count:
            words = UNPRINTED.format(count=count)
            QMessageBox.information(self.window, "Giấy hẹn chưa in", words)

    def _drop_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()


def _found_desk(machine: Machine, form: "OfficeForm") -> None:
    from app.ui.opening import found_desk  # on the worker: what it needs is slow to load

    found_desk(machine, form)


def _open_desk(data_dir: Path) -> "tuple[Database, Seated, tuple[Actor, ...]]":
    from app.ui.opening import open_desk

    return open_desk(data_dir)
