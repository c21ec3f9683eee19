"""A late dossier in a sample ward, and the words that lead its letter from person to person."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from app.core.clock import VIETNAM
from app.signing.throwaway import throwaway_p12
from tests.cli.conftest import CARD, Command, Typing

RECEIVED = "2026-11-20T09:30"  # three working days end on Thursday 26/11
FORESEEN = "2026-11-25T09:00"
LATE = "2026-11-27T08:00"
MORNING = datetime.fromisoformat(LATE).replace(tzinfo=VIETNAM)  # certificates are valid around it
LATE_AGAIN = "2026-12-03T08:00"
NEW_DATE = "2026-12-02"
PASSWORD = "đúng rồi"
LEADER, REGISTRAR, SUPERIOR = ("--as", "an"), ("--as", "thu"), ("--as", "binh")


@cache
def p12(name: str, may_sign: bool = True) -> bytes:
    """Return a certificate file of a person or of the agency, made once, valid on these days."""
    begins = datetime(2026, 11, 1, tzinfo=VIETNAM)
    return throwaway_p12(
        name,
        "UBND phường Bến Mơ",
        PASSWORD,
        days=90,
        not_before=begins,
        may_sign=may_sign,
        elliptic=True,
    )


@dataclass
class ApologyDesk:
    """The commands about one ward's letters; each returns its facts."""

    ward: Command
    type_line: Typing
    folder: Path

    def receive(self, number: int = 0) -> str:
        """Take in the dossier of one more citizen; return its code."""
        card = CARD.replace("003190000123", f"003190{number:06}")
        words = ("--procedure", "1.004873", "--card", card, "--at", RECEIVED)
        return str(self.ward("receive", *words)["code"])

    def apology(self, act: str, *words: str, at: str = LATE) -> Any:
        """Run one ``apology`` command at a moment."""
        return self.ward("apology", act, *words, "--at", at)

    def submitted(self, number: int = 0, at: str = LATE) -> str:
        """Return the code of a dossier whose letter is before the leader."""
        code = self.receive(number)
        words = ("--reason", "chờ xác minh", "--new-date", NEW_DATE)
        assert self.apology("draft", code, *words, at=at)["state"] == "drafted"
        assert self.apology("submit", code, at=at)["letters"][0]["state"] == "submitted"
        return code

    def key_file(self, name: str) -> Path:
        """Return the certificate file of a person or of the agency."""
        path = self.folder / f"{name}.p12"
        path.write_bytes(p12(name))
        return path

    def sign(self, *words: str, password: str = PASSWORD, at: str = LATE) -> Any:
        """Sign as the leader."""
        self.type_line(password)
        key = ("--p12", str(self.key_file("Đỗ Thị Ẩn")))
        return self.apology("sign", *words, *key, *LEADER, at=at)

    def issue(self, *words: str, password: str = PASSWORD, at: str = LATE) -> Any:
        """Number, seal and issue as the registrar."""
        self.type_line(password)
        key = ("--p12", str(self.key_file("Trung tâm")))
        return self.apology("issue", *words, *key, *REGISTRAR, at=at)

    def on_paper(self, code: str, *words: str, at: str = LATE) -> Any:
        """Record the letter as signed by hand and stamped."""
        told = ("--signer", "Đỗ Thị Ẩn", *REGISTRAR)
        return self.apology("paper", code, *told, *words, at=at)
