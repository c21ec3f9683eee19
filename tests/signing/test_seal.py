"""Leader, number, date, seal: one file, two signatures, both valid for everybody."""

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from app.printing.letter_pdf import letter_pdf
from app.signing.errors import (
    AlreadySealed,
    BadPdf,
    BadPicture,
    CertificateExpired,
    LetterAltered,
    NotSignedByLeader,
)
from app.signing.findings import ChangeKind, Verdict
from app.signing.pades import LetterPlaces, sign_letter
from app.signing.pkcs12 import open_pkcs12
from app.signing.seal import number_and_seal
from app.signing.signer import LetterSigner
from app.signing.timestamps import HttpTimestamper, Level, level_of, stamp_times
from app.signing.verify import examine_file
from tests.support import tsa
from tests.support.apology import make_letter
from tests.support.pki import Pki
from tests.support.signature_judges import openssl_accepts, pdfsig_accepts, pyhanko_accepts
from tests.support.stamp_pictures import seal_png, signature_png
from tests.support.token_bench import Bench

DAY = date(2027, 1, 5)
LETTER = replace(make_letter(), number="")


def _file_signer(people: Pki, name: str, *, elliptic: bool = False) -> LetterSigner:
    holder = people.signer(name, elliptic=elliptic)
    return open_pkcs12(holder.p12("mat-khau", above=(people.authority,)), "mat-khau")


def _signed(signer: LetterSigner, people: Pki, picture: bytes | None = None) -> bytes:
    drawn = letter_pdf(LETTER)
    places = LetterPlaces(
        drawn.signature_place, drawn.number_place, drawn.date_place, drawn.text_size
    )
    return sign_letter(
        drawn.data,
        places,
        signer,
        at=people.now,
        reason="Xin lỗi",
        location="Bến Mơ",
        picture=picture,
    ).data


def _sealed(pdf: bytes, signer: LetterSigner, people: Pki, picture: bytes | None = None) -> bytes:
    at = people.now + timedelta(minutes=5)
    return number_and_seal(pdf, "05", DAY, signer, at=at, picture=picture).data


@pytest.fixture(scope="module")
def clerk(people: Pki) -> LetterSigner:
    """The registrar's key: the agency's seal."""
    return _file_signer(people, "Trung tâm PVHCC phường Bến Mơ")


@pytest.fixture(scope="module")
def led(people: Pki) -> bytes:
    """A letter signed by its leader."""
    return _signed(_file_signer(people, "Đỗ Thị Ẩn"), people)


@contextmanager
def _signer(kind: str, people: Pki, bench: Bench, *, elliptic: bool) -> Iterator[LetterSigner]:
    if kind == "file":
        yield _file_signer(people, "Đỗ Thị Ẩn", elliptic=elliptic)
        return
    key_id = b"\x02" if elliptic else b"\x01"
    with bench.batch(people, key_id=key_id, letters=1) as signer:
        yield signer


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("elliptic", [False, True], ids=["RSA", "P-256"])
@pytest.mark.parametrize("kind", ["file", "token"])
def test_everybody_accepts_a_letter_on_its_whole_way(
    kind: str,
    elliptic: bool,
    level: Level,
    people: Pki,
    clerk: LetterSigner,
    bench: Bench,
    tmp_path: Path,
) -> None:
    """Signed by file or token, stamped or not, numbered, dated and sealed: both signatures hold."""
    with _signer(kind, people, bench, elliptic=elliptic) as signer:
        letter = _signed(signer, people)
    with tsa.authority(people) as authority:
        stamper = HttpTimestamper(authority.url, timeout=20)
        for seal in (False, True):
            letter = _sealed(letter, clerk, people) if seal else letter
            if level is Level.B_T:
                letter = stamp_times(letter, stamper).data
    assert level_of(letter) is level
    assert pyhanko_accepts(letter, people, stamped=level is Level.B_T) == 2
    for program, accepts in (
        ("pdfsig", lambda: pdfsig_accepts(letter, tmp_path)),
        ("openssl", lambda: openssl_accepts(letter, people, tmp_path)),
    ):
        assert shutil.which(program) is None or accepts() == 2, program
    found = examine_file(letter, people.anchors, at=people.now + timedelta(hours=1))
    assert found.verdict is Verdict.GENUINE
    leader, seal_found = found.signatures
    kinds = {change.kind for change in leader.changes}
    assert kinds == {ChangeKind.NUMBER, ChangeKind.DAY, ChangeKind.SEAL}
    assert seal_found.changes == ()


def test_number_and_date_stand_in_the_letter(led: bytes, people: Pki, clerk: LetterSigner) -> None:
    """As the values of its fields and drawn in embedded faces."""
    reader = PdfReader(io.BytesIO(_sealed(led, clerk, people)))
    fields = {one["/T"]: one for one in (f.get_object() for f in reader.pages[0]["/Annots"])}
    assert fields["SoVanBan"]["/V"] == "05"
    assert fields["NgayThang"]["/V"] == "ngày 05 tháng 01 năm 2027"
    for name in ("SoVanBan", "NgayThang"):
        drawn = fields[name]["/AP"]["/N"]["/Resources"]["/Font"]
        (font,) = (one.get_object() for one in drawn.values())
        below = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
        assert "/FontFile2" in below.get_object()["/FontDescriptor"]


def test_the_first_bytes_stay(led: bytes, people: Pki, clerk: LetterSigner) -> None:
    """Everything is appended: what the leader signed is there unchanged."""
    assert _sealed(led, clerk, people).startswith(led)


def test_a_letter_is_sealed_once_and_after_its_leader(
    led: bytes, people: Pki, clerk: LetterSigner
) -> None:
    """Neither a bare letter nor one that is sealed already."""
    with pytest.raises(NotSignedByLeader):
        _sealed(letter_pdf(LETTER).data, clerk, people)
    with pytest.raises(AlreadySealed):
        _sealed(_sealed(led, clerk, people), clerk, people)
    with pytest.raises(BadPdf):
        _sealed(b"no pdf", clerk, people)


@pytest.mark.parametrize("after", [b"", b"\n% more"], ids=["within", "behind"])
def test_an_altered_letter_is_not_sealed(
    led: bytes, people: Pki, clerk: LetterSigner, after: bytes
) -> None:
    """The seal would cover what the leader never saw."""
    changed = bytearray(led + after)
    if not after:
        at = led.index(b"/Creator (") + 12
        changed[at] ^= 1
    with pytest.raises(LetterAltered):
        _sealed(bytes(changed), clerk, people)


def test_an_expired_seal_is_found_before_it_is_put(led: bytes, people: Pki) -> None:
    """The library itself would seal with it without a word."""
    holder = people.signer("Con dấu cũ", days=(-400, -1))
    signer = open_pkcs12(holder.p12("x", above=(people.authority,)), "x")
    with pytest.raises(CertificateExpired):
        _sealed(led, signer, people)


@pytest.mark.parametrize("margin", [0, 400])
def test_the_seal_covers_a_third_of_the_signature(
    people: Pki, clerk: LetterSigner, margin: int
) -> None:
    """On its left, in its true size of 36 mm (NĐ 30/2020, Phụ lục I, II.8.a).

    What counts is the stroke: an empty margin of the file is cut off.
    """
    led = _signed(_file_signer(people, "Đỗ Thị Ẩn"), people, signature_png(margin))
    sealed = _sealed(led, clerk, people, seal_png())
    annotations = PdfReader(io.BytesIO(sealed)).pages[0]["/Annots"]
    boxes = {
        one["/T"]: [float(edge) for edge in one["/Rect"]]
        for one in (annotation.get_object() for annotation in annotations)
    }
    leader, seal = boxes["NguoiKy"], boxes["ConDau"]
    width = leader[2] - leader[0]
    assert width / (leader[3] - leader[1]) > 2.5  # the stroke's own shape
    assert seal[0] < leader[0]
    assert (seal[2] - leader[0]) / width == pytest.approx(1 / 3, abs=0.01)
    assert (seal[2] - seal[0]) / 72 * 25.4 == pytest.approx(36, abs=0.1)
    assert pyhanko_accepts(sealed, people) == 2


def test_texts_do_not_cover_each_other(led: bytes, people: Pki, clerk: LetterSigner) -> None:
    """Without pictures the seal stands beside the signature."""
    annotations = PdfReader(io.BytesIO(_sealed(led, clerk, people))).pages[0]["/Annots"]
    boxes = {
        one["/T"]: [float(edge) for edge in one["/Rect"]]
        for one in (annotation.get_object() for annotation in annotations)
    }
    assert boxes["ConDau"][2] < boxes["NguoiKy"][0]


@pytest.mark.parametrize(
    ("colour", "size", "reason"),
    [
        ((255, 255, 255, 255), (200, 80), "opaque"),
        ((255, 255, 255, 0), (200, 80), "empty"),
        ((0, 0, 255, 90), (4200, 10), "large"),
    ],
)
def test_a_picture_must_not_hide_the_letter(
    people: Pki, colour: tuple[int, ...], size: tuple[int, int], reason: str
) -> None:
    """A white ground would cover the words below it."""
    file = io.BytesIO()
    Image.new("RGBA", size, colour).save(file, "PNG")
    with pytest.raises(BadPicture) as refused:
        _signed(_file_signer(people, "Đỗ Thị Ẩn"), people, file.getvalue())
    assert refused.value.params["reason"] == reason


def test_a_longer_number_is_drawn_whole(led: bytes, people: Pki, clerk: LetterSigner) -> None:
    """The widest the register knows: smaller rather than cut off at the edge of its room."""
    sealed = number_and_seal(led, "12345đ", DAY, clerk, at=people.now).data
    annotations = (one.get_object() for one in PdfReader(io.BytesIO(sealed)).pages[0]["/Annots"])
    field = next(one for one in annotations if one["/T"] == "SoVanBan")
    said = field["/AP"]["/N"].get_data()
    size = float(re.findall(rb"/F\d+\+?\d* ([\d.]+) Tf", said)[-1])
    left = float(re.findall(rb"1 0 0 1 ([-\d.]+) [-\d.]+ Tm", said)[-1])
    assert 6 < size < 13
    assert left >= 0


def test_a_file_that_is_no_picture_is_refused(people: Pki) -> None:
    """Before anything is signed."""
    with pytest.raises(BadPicture):
        _signed(_file_signer(people, "Đỗ Thị Ẩn"), people, b"GIF89a")
