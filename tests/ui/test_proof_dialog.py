"""What proves a delivery is seen again from the dossier's card, whatever kind of file it is."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app.services import apology_delivery
from app.ui.apology_parts import ProofLink
from app.ui.desk import Desk
from app.ui.dossier_dialog import DossierDialog
from app.ui.proof_dialog import ProofDialog
from tests.support import apology_acts
from tests.support.desk_ward import Ward


def _pdf() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 720, "da ky nhan")
    canvas.save()
    return buffer.getvalue()


def _picture(kind: str) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, kind)
    return buffer.getvalue()


Opened = tuple[ProofDialog, DossierDialog]


def _opened(qtbot: QtBot, ward: Ward, desk: Desk, name: str, data: bytes) -> Opened:
    """Attach a proof and open it from the card, which has to live as long."""
    dossier_id = ward.receive("Nguyễn Thị Hoa", 10).dossier_id
    apology_acts.tick(ward)
    ward.do(apology_delivery.add_proof, dossier_id, name=name, data=data)
    card = DossierDialog(desk, dossier_id)
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(lambda: bool(card.findChildren(ProofLink)))
    (link,) = card.findChildren(ProofLink)
    assert link.text() == f"Minh chứng: {name.replace('&', '&&')}"
    link.click()
    (proof,) = card.findChildren(ProofDialog)
    qtbot.waitUntil(lambda: proof.save.isEnabled() or bool(proof.strip.text()))
    return proof, card


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ban-ky.pdf", _pdf()),
        ("anh & chu ky.png", _picture("PNG")),
        ("anh.jpg", _picture("JPEG")),
    ],
    ids=["pdf", "png", "jpeg"],
)
def test_a_proof_is_shown_and_saved(
    qtbot: QtBot, ward: Ward, desk: Desk, tmp_path: Path, name: str, data: bytes
) -> None:
    """Scan, photograph and PDF alike; what is saved is what was attached."""
    proof, _card = _opened(qtbot, ward, desk, name, data)
    assert proof.pages.page_count() == 1
    proof.save_to(tmp_path / "ra.bin")
    qtbot.waitUntil(lambda: "Đã lưu ra.bin" in proof.strip.text())
    assert (tmp_path / "ra.bin").read_bytes() == data
    proof.reject()


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken"], ids=["pdf", "png"]
)
def test_a_damaged_proof_can_still_be_saved(
    qtbot: QtBot, ward: Ward, desk: Desk, data: bytes
) -> None:
    """It is said that it cannot be shown, and what to do."""
    proof, _card = _opened(qtbot, ward, desk, "hong.pdf", data)
    assert "Lưu ra máy" in proof.strip.text()
    assert proof.save.isEnabled()
    proof.reject()
