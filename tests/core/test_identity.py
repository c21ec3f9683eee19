"""Cards and numbers: lenient with numbers, strict with torn scans."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import CardUnreadable, FutureBirthDate
from app.core.identity import (
    Gender,
    IdentityKind,
    Remark,
    compact,
    looks_like_card,
    mask,
    parse_card,
    recognise,
    remarks,
)

TODAY = date(2026, 11, 24)
CARD = "003190000123|012345678|NGUYỄN THỊ NGỌC ẨN|01021990|Nữ|Số 1, Phường Bến Mơ|05012022"


@pytest.mark.parametrize(
    "scanned",
    [CARD, CARD + "||||", CARD + "|a|b|c|d", f" {CARD}\r\n", CARD.replace("|", " | ")],
)
def test_both_generations_of_cards_are_read(scanned: str) -> None:
    """Seven parts of 2021; eleven of 2024, whose last four are ignored."""
    card = parse_card(scanned, TODAY)
    assert (card.number, card.old_number) == ("003190000123", "012345678")
    assert card.full_name == "NGUYỄN THỊ NGỌC ẨN"
    assert (card.born_on, card.gender) == (date(1990, 2, 1), Gender.FEMALE)
    assert card.issued_on == date(2022, 1, 5)


@pytest.mark.parametrize(
    ("scanned", "reason"),
    [
        ("https://example.vn/?id=003190000123", "foreign"),
        ('{"id": 1}', "foreign"),
        ("", "foreign"),
        ("003190000123|" + "x" * 600, "foreign"),
        ("００３１９００００１２３||A|01021990|Nam|b|01012022", "foreign"),
        ("003190000123||NGUYỄN AN|01021990", "torn"),
        ("003190000123||NGUYỄN AN|31021990|Nam|b|01012022", "torn"),
        ("003190000123|||01021990|Nam|b|01012022", "torn"),
        ("003190000123||NGUY\ufffdN AN|01021990|Nam|b|01012022", "garbled"),
        ("003190000123||NGUYE6N AN|01021990|Nam|b|01012022", "garbled"),
        ("003190000123||NGUY?N AN|01021990|Nam|b|01012022", "garbled"),
        ("003190000123||NGUYá»„N AN|01021990|Nam|b|01012022", "garbled"),
        ("003190000123||NGUYỄN\x08 AN|01021990|Nam|b|01012022", "garbled"),
        ("003190000123||NGUYỄN\tAN|01021990|Nam|b|01012022", "garbled"),
        ("003190000123||NGUYỄN AN|0102199O|Nam|b|01012022", "torn"),
        ("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "foreign"),
        ("003190000123", "foreign"),
    ],
)
def test_what_is_no_whole_card_is_told_apart(scanned: str, reason: str) -> None:
    """Foreign, torn, garbled: each wants another act of the officer."""
    with pytest.raises(CardUnreadable) as error:
        parse_card(scanned, TODAY)
    assert error.value.params["reason"] == reason


@pytest.mark.parametrize("name", ["H'HEN NIÊ", "K’SOR Y-BLƠM", "LÊ VĂN A (B)", "TRẦN THỊ Ú"])
def test_names_of_every_people_are_read(name: str) -> None:
    """Apostrophes, hyphens and loose tone marks belong to names."""
    loose = unicodedata.normalize("NFD", name)
    assert parse_card(CARD.replace("NGUYỄN THỊ NGỌC ẨN", loose), TODAY).full_name == name


def test_what_a_card_leaves_open_stays_open() -> None:
    """No old number, no dates, no gender: a card all the same."""
    card = parse_card("003190000123||NGUYỄN AN||||", TODAY)
    assert (card.old_number, card.born_on, card.gender, card.issued_on) == ("", None, None, None)


@given(st.integers(0, 60))
def test_a_scan_ends_at_512_signs(extra: int) -> None:
    """What is longer is no card, whatever it begins with."""
    scanned = CARD + "|" + "x" * (512 - 30 - len(CARD) - 1 + extra)
    if len(scanned) <= 512:
        assert parse_card(scanned, TODAY).number == "003190000123"
    else:
        with pytest.raises(CardUnreadable):
            parse_card(scanned, TODAY)


@given(st.text(max_size=120))
def test_any_scan_is_a_card_or_a_told_fault(scanned: str) -> None:
    """A scanner may type anything; it never ends in a crash."""
    for text in (scanned, "003190000123|" + scanned, CARD.replace("NGUYỄN", scanned)):
        try:
            card = parse_card(text, TODAY)
        except (CardUnreadable, FutureBirthDate) as error:
            assert error.params
        else:
            assert card.number.isdecimal()
            assert card.full_name


def test_nobody_is_born_tomorrow() -> None:
    """A date of birth in the future is refused."""
    with pytest.raises(FutureBirthDate):
        parse_card(CARD.replace("01021990", "25112026"), TODAY)


@given(st.text(max_size=80), st.sampled_from(list(IdentityKind)))
def test_no_number_is_ever_refused(number: str, kind: IdentityKind) -> None:
    """Whatever was typed gets remarks at most, and can be masked."""
    assert all(isinstance(one, Remark) for one in remarks(number, kind, TODAY, Gender.MALE))
    recognise(number)
    assert len(mask(number)) == len(compact(number))


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        ("003190000123", IdentityKind.CITIZEN, ()),
        ("003090000123", IdentityKind.CITIZEN, (Remark.GENDER_DIFFERS,)),
        ("003191000123", IdentityKind.CITIZEN, (Remark.BIRTH_YEAR_DIFFERS,)),
        ("00319000012A", IdentityKind.CITIZEN, (Remark.LETTERS_IN_NUMBER,)),
        ("00319", IdentityKind.CITIZEN, (Remark.UNUSUAL_LENGTH,)),
        ("012345678", IdentityKind.OLD_CITIZEN, (Remark.OLD_NUMBER,)),
        ("0100109106", IdentityKind.TAX, ()),
        ("0100109107", IdentityKind.TAX, (Remark.TAX_CHECKSUM,)),
        ("0100109106-001", IdentityKind.TAX, ()),
        ("0100109107-001", IdentityKind.TAX, (Remark.TAX_CHECKSUM,)),
        ("003190000123", IdentityKind.TAX, ()),
        ("01001091", IdentityKind.TAX, (Remark.UNUSUAL_LENGTH,)),
        ("098190000123", IdentityKind.CITIZEN, (Remark.UNUSUAL_PREFIX,)),
        ("120190000123", IdentityKind.CITIZEN, ()),
        ("００３１９００００１２３", IdentityKind.CITIZEN, (Remark.LETTERS_IN_NUMBER,)),
        ("B12", IdentityKind.PASSPORT, (Remark.UNUSUAL_LENGTH,)),
        ("", IdentityKind.CITIZEN, ()),
        ("003190000123", IdentityKind.OTHER, ()),
        ("B1234567", IdentityKind.PASSPORT, ()),
    ],
)
def test_the_unusual_is_remarked(
    number: str, kind: IdentityKind, expected: tuple[Remark, ...]
) -> None:
    """A remark each, for a woman born in 1990."""
    assert remarks(number, kind, date(1990, 2, 1), Gender.FEMALE) == expected


def test_kinds_are_recognised_from_their_shape() -> None:
    """The form proposes a kind, the officer may change it."""
    shapes = ("003190000123", "012 345 678", "B1234567", "0100109106", "x")
    assert [recognise(one) for one in shapes] == [
        IdentityKind.CITIZEN,
        IdentityKind.OLD_CITIZEN,
        IdentityKind.PASSPORT,
        IdentityKind.TAX,
        IdentityKind.OTHER,
    ]


def test_a_mask_leaves_the_last_four() -> None:
    """Thermal paper and lists show no more."""
    assert mask("003190000123") == "••••••••0123"
    assert mask("B1234567") == "••••4567"
    assert mask("123") == "••3"
    assert mask("") == ""


def test_a_slip_is_not_a_card() -> None:
    """The scanner tells a dossier code from a card."""
    assert looks_like_card(CARD)
    assert not looks_like_card("H29.26-261124-0001")
