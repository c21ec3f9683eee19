"""Whether a sealed letter is called what it is, and everything else by its name."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.printing.letter_pdf import letter_pdf
from app.signing.fields import LEADER, SEAL
from app.signing.findings import Change, ChangeKind, Fault, FileFinding, Verdict
from app.signing.pades import LetterPlaces, sign_letter
from app.signing.seal import number_and_seal
from app.signing.verify import examine_file
from tests.support import altering
from tests.support.apology import make_letter
from tests.support.pki import Pki
from tests.support.sealed_files import (
    clerk,
    drafted,
    fill,
    leader,
    led,
    sealed,
    stamper_of,
    whole_letter,
)

NOW = datetime.now(UTC)
FLIPS = 200


@pytest.fixture(scope="module")
def letter(people: Pki) -> bytes:
    """A letter that the leader signed, numbered, dated and sealed by the clerk."""
    return whole_letter(people)


@pytest.fixture(scope="module")
def stamped(people: Pki) -> bytes:
    """The same with a time stamp in both signatures."""
    return whole_letter(people, stamper_of(people))


def look(pdf: bytes, pki: Pki, **more: object) -> FileFinding:
    return examine_file(pdf, pki.anchors, at=NOW, **more)


def later(found: FileFinding) -> set[ChangeKind]:
    """What came that the letter leaves no room for."""
    return {
        change.kind for one in found.signatures for change in one.changes if not change.is_permitted
    }


def test_a_letter_as_it_left_the_house_is_genuine(letter: bytes, people: Pki) -> None:
    """Two signatures, in order; what came between them is told in full."""
    found = look(letter, people)
    assert found.verdict is Verdict.GENUINE
    first, second = found.signatures
    assert (first.field, second.field) == (LEADER, SEAL)
    assert first.signer.name == "Đỗ Thị Ẩn"
    assert first.signer.organisation == "THỬ NGHIỆM – UBND phường Bến Mơ"
    assert first.signer.issuer == "THỬ NGHIỆM Cấp phát"
    assert set(first.changes) == {
        Change(ChangeKind.NUMBER, "05"),
        Change(ChangeKind.DAY, "ngày 05 tháng 01 năm 2027"),
        Change(ChangeKind.SEAL),
    }
    assert second.changes == ()


@pytest.mark.parametrize("seals_with_rsa", [True, False])
def test_a_letter_of_this_house_is_genuine(people: Pki, seals_with_rsa: bool) -> None:
    """Drawn, signed, numbered and sealed by the program itself."""
    drawn = letter_pdf(replace(make_letter(), number=None))
    places = LetterPlaces(drawn.signature_place, drawn.number_place, drawn.date_place)
    first = leader(people)
    second = first if seals_with_rsa else clerk(people)
    signed = sign_letter(drawn.data, places, first, at=NOW, reason="Xin lỗi", location="Bến Mơ")
    assert look(signed.data, people).verdict is Verdict.GENUINE
    done = number_and_seal(signed.data, "05", date(2027, 1, 5), second, at=NOW)
    found = look(done.data, people)
    assert found.verdict is Verdict.GENUINE
    assert Change(ChangeKind.NUMBER, "05") in found.signatures[0].changes
    painted = altering.added(done.data, altering.paint_over)
    assert look(painted, people).verdict is Verdict.ALTERED


def test_without_a_stamp_the_time_is_only_the_signers_own(letter: bytes, people: Pki) -> None:
    """Level B-B: the machine's clock, which proves nothing."""
    for one in look(letter, people).signatures:
        assert (one.level, one.stamp, one.has_proven_time) == ("B-B", None, False)
        assert people.now <= one.signed_at <= datetime.now(UTC)


def test_a_stamp_tells_the_time_by_the_authoritys_clock(stamped: bytes, people: Pki) -> None:
    """Level B-T, by name."""
    found = look(stamped, people)
    assert found.verdict is Verdict.GENUINE
    for one in found.signatures:
        assert (one.level, one.has_proven_time) == ("B-T", True)
        assert one.stamp.authority.name == "Dấu thời gian"
        assert one.signed_at == one.stamp.at


def test_the_leaders_signature_alone_is_genuine_too(people: Pki) -> None:
    """A letter on its way to the clerk."""
    found = look(led(drafted(), leader(people)), people)
    assert found.verdict is Verdict.GENUINE
    assert len(found.signatures) == 1


def test_a_number_without_a_seal_is_an_alteration(people: Pki) -> None:
    """Only the seal answers for what it closes."""
    signed = led(drafted(), leader(people))
    found = look(altering.added(signed, altering.change_number), people)
    assert found.verdict is Verdict.ALTERED
    assert later(found) == {ChangeKind.BYTES}


@pytest.mark.parametrize("change", altering.TOLD, ids=lambda change: change.__name__)
def test_whatever_is_appended_after_the_seal_alters(
    letter: bytes, people: Pki, change: object
) -> None:
    """The digests stay right; the file is another all the same, and it is told in what."""
    found = look(altering.added(letter, change), people)
    assert found.verdict is Verdict.ALTERED
    assert not any(one.faults for one in found.signatures)
    assert later(found) - {ChangeKind.BYTES} == altering.TOLD[change]


@pytest.mark.parametrize("change", altering.SLIPPED_IN, ids=lambda change: change.__name__)
def test_whatever_is_slipped_in_with_the_seal_alters(people: Pki, change: object) -> None:
    """Who seals may fill the two fields that are open, and nothing else."""
    signed = led(drafted(), leader(people))
    found = look(altering.sealed_with(signed, clerk(people), change), people)
    assert found.verdict is Verdict.ALTERED
    assert found.signatures[0].verdict is Verdict.ALTERED
    assert found.signatures[1].verdict is Verdict.GENUINE
    assert later(found) == altering.TOLD[change]


def test_a_number_that_stood_there_before_is_not_filled_again(people: Pki) -> None:
    """A field is open while it is empty."""
    numbered = altering.added(drafted(), lambda writer: fill(writer, "SoVanBan", "05"))
    signed = led(numbered, leader(people))
    assert look(signed, people).verdict is Verdict.GENUINE
    found = look(sealed(signed, clerk(people), number="06"), people)
    assert found.verdict is Verdict.ALTERED
    assert later(found) == {ChangeKind.FIELD}


@pytest.mark.parametrize("tail", [b"\n", b"junk", b"%%EOF\n", bytes(500)])
def test_bytes_after_the_end_alter(letter: bytes, people: Pki, tail: bytes) -> None:
    """The last signature covers the file to its last byte."""
    found = look(letter + tail, people)
    assert found.verdict is Verdict.ALTERED
    assert ChangeKind.BYTES in later(found)


@pytest.mark.parametrize(
    ("forge", "fault"),
    [
        (altering.with_wider_gap, Fault.GAP),
        (altering.without_last_byte_signed, Fault.BYTES),
        (altering.with_noise_in_the_padding, Fault.ENVELOPE),
        (altering.with_a_small_letter, Fault.GAP),
    ],
)
def test_a_signature_that_leaves_more_than_itself_unsigned_alters(
    letter: bytes, people: Pki, forge: object, fault: Fault
) -> None:
    """No byte of the file may be free to change."""
    found = look(forge(letter), people)
    assert found.verdict is Verdict.ALTERED
    assert found.signatures[-1].faults == (fault,)


def test_another_letters_signature_does_not_fit(letter: bytes, stamped: bytes, people: Pki) -> None:
    """Nor does its time stamp."""
    found = look(altering.with_contents_of(letter, stamped), people)
    assert found.signatures[-1].faults == (Fault.BYTES,)
    found = look(altering.with_stamp_of(letter, stamped), people)
    assert found.signatures[-1].faults == (Fault.STAMP,)


@pytest.mark.parametrize("tag", [b"C1", b"A5", b"E1"])
def test_a_part_that_no_reader_looks_for_alters(stamped: bytes, people: Pki, tag: bytes) -> None:
    """Without it the signature would be right, only less proven than it was."""
    found = look(altering.with_hidden_stamp(stamped, tag), people)
    assert found.signatures[-1].faults == (Fault.ENVELOPE,)


def test_a_file_saved_again_is_another(letter: bytes, people: Pki) -> None:
    """By a program that does not know of signatures."""
    assert look(altering.rewritten(letter), people).verdict is Verdict.ALTERED


@pytest.mark.parametrize("kind", ["letter", "stamped"])
def test_no_flipped_bit_leaves_a_letter_genuine(
    kind: str, people: Pki, request: pytest.FixtureRequest
) -> None:
    """Anywhere in the file, in the unused room of the signatures too."""
    pdf = request.getfixturevalue(kind)
    chance = random.Random(30)
    for _ in range(FLIPS // 2):
        at, bit = chance.randrange(len(pdf)), chance.randrange(8)
        found = look(altering.flipped(pdf, at, bit), people)
        assert found.verdict in {Verdict.ALTERED, Verdict.UNREADABLE}, (at, bit)


@pytest.mark.parametrize("kind", ["letter", "stamped"])
def test_no_flipped_bit_of_the_last_message_is_overlooked(
    kind: str, people: Pki, request: pytest.FixtureRequest
) -> None:
    """What no signature covers: certificates, algorithms, lengths around the last value."""
    pdf = request.getfixturevalue(kind)
    message = altering.last_message(pdf)
    chance = random.Random(31)
    for at in chance.sample(message, FLIPS // 8):
        found = look(altering.flipped(pdf, at, chance.randrange(8)), people)
        assert found.verdict is Verdict.ALTERED, at


def test_what_is_no_signed_letter_is_told_as_such(letter: bytes, people: Pki) -> None:
    """Unsigned, unreadable, or half a download; and one from which the signatures were taken."""
    assert look(drafted(), people).verdict is Verdict.UNSIGNED
    for junk in (b"", b"junk", b"%PDF-1.7\n", letter[: len(drafted()) // 3]):
        assert look(junk, people).verdict is Verdict.UNREADABLE
    assert look(letter[:-50], people).verdict is Verdict.ALTERED
    stripped = altering.added(letter, altering.remove_all_fields)
    assert look(stripped, people).verdict is Verdict.ALTERED
