"""Cards and numbers: lenient with numbers, strict with torn scans."""

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


@pytest.mark.parametrize("scanned", [CARD, CARD + "||||", CARD + "|a|b|c|d", f" {CARD}\r\n"])
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
    ],
)
def test_what_is_no_whole_card_is_told_apart(scanned: str, reason: str) -> None:
    """Foreign, torn, garbled: each wants another act of the officer."""
    with pytest.raises(CardUnreadable) as error:
        parse_card(scanned, TODAY)
    assert error.value.params["reason"] == reason


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
    assert mask("") == ""


def test_a_slip_is_not_a_card() -> None:
    """The scanner tells a dossier code from a card."""
    assert looks_like_card(CARD)
    assert not looks_like_card("H29.26-261124-0001")
