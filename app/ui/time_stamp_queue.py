"""Stamps the time on signed letters in the background, one at a time; nobody waits for it.

The public authority is reported to take up to minutes: a letter is signed at once and its time
stamp put in later, in place and without a PIN. What fails is tried again, ever less often.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.services import apology_signing
from app.services.apology import LetterDraft
from app.services.office import Office

if TYPE_CHECKING:
    from app.core.clock import Clock
    from app.db.database import Database

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 30.0
"""How often it looks by itself; a signature wakes it at once."""
FIRST_WAIT, LONGEST_WAIT = 30.0, 1800.0
"""Seconds after a failure: doubled each time, up to half an hour."""
CLOSE_LOOK = 0.01

AUTHORITYS = frozenset({"signing.time_stamp_unavailable", "signing.time_stamp_wrong"})
"""Troubles of the authority, which every letter would meet; any other is one letter's own."""


class Stamped(Protocol):
    """What came of stamping a file."""

    @property
    def data(self) -> bytes:
        """The file with its time stamp."""

    @property
    def level(self) -> str:
        """The level its last signature has now."""


Stamp = Callable[[bytes, str], Stamped]
"""Stamps every signature of a file that lacks it, by the authority at an address."""


class TimeStampQueue(QObject):
    """One plain thread while the desk is open; ``wake`` after a signature, ``close`` at the end."""

    changed = Signal(object)
    """The tables it wrote, a frozenset: pages refresh as after any unit."""

    def __init__(
        self,
        database: "Database",
        office: Callable[[], Office],
        clock: "Clock",
        parent: QObject | None = None,
        *,
        stamp: Stamp | None = None,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        """Take where letters are and a way to ask for the office as it is by then."""
        super().__init__(parent)
        self._database, self._office, self._clock = database, office, clock
        self._stamp = stamp or _stamp_over_http
        self._first_wait = first_wait
        self._wait = 0.0
        self._hopeless: set[str] = set()
        self._stop, self._woken = threading.Event(), threading.Event()
        self._is_asking = threading.Event()
        # A daemon: an authority that is silent for minutes must not hold up the end of the program.
        self._thread = threading.Thread(target=self._serve, name="time-stamps", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Look at once, unless the authority was away a moment ago."""
        self._woken.set()

    def close(self, seconds: float = 2.0) -> None:
        """Stop; an answer that is still awaited is given up, and asked for again next time.

        Whoever leaves waits only for what is at work in the database, never for the authority.
        """
        self._stop.set()
        self._woken.set()
        until = time.monotonic() + seconds
        while self._is_at_database() and time.monotonic() < until:
            self._thread.join(CLOSE_LOOK)

    def _is_at_database(self) -> bool:
        return self._thread.is_alive() and not self._is_asking.is_set()

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._woken.clear()
            try:
                self._round()
            except AppError as error:  # the database is busy or away
                LOG.info("time stamps wait: %s", error.code)
                self._back_off()
            except Exception:  # a fault of ours: logged, and tried again later
                LOG.exception("stamping the time was interrupted")
                self._back_off()
            if self._wait:
                self._stop.wait(self._wait)  # a new signature does not bring the authority back
            else:
                self._woken.wait(LOOK_SECONDS)

    def _round(self) -> None:
        """Stamp what waits, until the authority fails."""
        office = self._office()
        url = office.apology.time_stamp_url
        self._wait = self._wait if url else 0.0
        if not url:
            return
        with self._database.read() as session:
            waiting = apology_signing.awaiting_time_stamp(session, office)
        for letter in waiting:
            if self._stop.is_set():
                return
            digest = hashlib.sha256(letter.file or b"").hexdigest()
            if digest not in self._hopeless and not self._is_done(office, letter, digest, url):
                return

    def _is_done(self, office: Office, letter: LetterDraft, digest: str, url: str) -> bool:
        """Stamp one letter and record it; False where the authority did not answer."""
        try:
            stamped = self._asked(letter.file or b"", url)
        except AppError as error:
            LOG.info("no time stamp for %s: %s", letter.code, error.code)
            if error.code in AUTHORITYS:
                self._back_off()
                return False
            self._hopeless.add(digest)  # until it is another file
            return True
        self._wait = 0.0
        if not self._stop.is_set():
            self._record(office, letter, digest, stamped)
        return True

    def _asked(self, file: bytes, url: str) -> Stamped:
        self._is_asking.set()
        try:
            return self._stamp(file, url)
        finally:
            self._is_asking.clear()

    def _record(self, office: Office, letter: LetterDraft, before: str, stamped: Stamped) -> None:
        try:
            with self._database.write() as session:
                apology_signing.record_time_stamp(
                    session,
                    office,
                    letter.dossier_id,
                    before=before,
                    file=stamped.data,
                    level=stamped.level,
                    at=self._clock.now(),
                    ordinal=letter.ordinal,
                )
        except apology_signing.LetterChanged:  # sealed or sent back while the authority thought
            return
        self.changed.emit(frozenset(session.info["touched"]))

    def _back_off(self) -> None:
        self._wait = min(self._wait * 2 or self._first_wait, LONGEST_WAIT)


def _stamp_over_http(file: bytes, url: str) -> Stamped:
    from app.signing.timestamps import HttpTimestamper, stamp_times

    return stamp_times(file, HttpTimestamper(url))
