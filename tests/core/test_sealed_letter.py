"""The digits in a letter's QR code: which letter it is, what it promises, and never a slip's."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.sealed import NotSealed, Seal, SlipFacts, looks_sealed, read_sealed, seal_text
from app.core.sealed_digits import EPOCH
from app.core.sealed_letter import (
    DOMAIN,
    LetterFacts,
    LetterNotSealed,
    is_sealed_letter,
    read_sealed_letter,
    seal_letter,
)

SIGNATURE = bytes(range(64))
SEAL = Seal("00ab12ff", lambda _: SIGNATURE)
MINUTES = st.integers(0, 40_000_000).map(lambda n: EPOCH + timedelta(minutes=n))
FACTS = st.builds(
    LetterFacts,
    document_id=st.uuids().map(str),
    office_code=st.sampled_from(["H29.26", "000.00.01.H29", "A"]),
    code=st.from_regex(r"(H29\.26|X9)-[0-9]{6}-[0-9]{3,6}", fullmatch=True),
    ordinal=st.integers(1, 255),
    due_at=MINUTES,
    new_due_at=st.none() | MINUTES,
)
WHOLE = LetterFacts(
    document_id="01a20c47-2e6b-7d8c-a15c-5c1982d48fb1",
    office_code="H29.26",
    code="H29.26-261120-0042",
    ordinal=1,
    due_at=datetime(2026, 11, 26, 10, 0, tzinfo=UTC),
    new_due_at=datetime(2026, 12, 1, 10, 0, tzinfo=UTC),
)
SLIP = SlipFacts("H29.26", WHOLE.code, "1.001193", WHOLE.due_at, WHOLE.due_at, 1, 0)


@given(FACTS, st.sampled_from(["", "https://motcua.example.vn/v#", "https://x.vn/h2"]))
def test_what_is_sealed_is_read_back(facts: LetterFacts, prefix: str) -> None:
    """With a new appointment and without one; an address before the digits may end in some."""
    text = prefix + seal_letter(facts, SEAL)
    read = read_sealed_letter(text)
    assert read.facts == facts
    assert (read.key_id, read.signature) == (SEAL.key_id, SIGNATURE)
    assert is_sealed_letter(text)
    assert looks_sealed(text)


def test_a_letter_is_no_slip_and_a_slip_no_letter() -> None:
    """One scanner reads both; what is promised is signed for its own kind of paper."""
    letter, slip = seal_letter(WHOLE, SEAL), seal_text(SLIP, SEAL)
    assert not is_sealed_letter(slip)
    with pytest.raises(LetterNotSealed):
        read_sealed_letter(slip)
    with pytest.raises(NotSealed):
        read_sealed(letter)
    read = read_sealed_letter(letter)
    assert read.signed.startswith(DOMAIN)
    assert not read_sealed(slip).signed.startswith(DOMAIN)


@given(st.integers(0, 400), st.integers(1, 9))
def test_no_flipped_digit_reads_as_the_same_letter(place: int, step: int) -> None:
    """Facts, key or signature differ, or nothing can be read at all."""
    text = seal_letter(WHOLE, SEAL)
    place %= len(text)
    digit = str((int(text[place]) + step) % 10)
    try:
        changed = read_sealed_letter(text[:place] + digit + text[place + 1 :])
    except LetterNotSealed:
        return
    whole = read_sealed_letter(text)
    assert (changed.signed, changed.signature) != (whole.signed, whole.signature)


def test_nobody_is_named_and_the_code_stays_small() -> None:
    """Digits only, and few enough for modules of four tenths of a millimetre on 24 mm."""
    text = seal_letter(WHOLE, SEAL)
    assert text.isdecimal()
    assert len(text) <= 293  # a version 7 code, level M


@pytest.mark.parametrize("text", ["", WHOLE.code, "1" * 300, "9" * 130], ids=range(4))
def test_other_texts_are_told(text: str) -> None:
    """A code alone, a card, somebody else's digits."""
    assert not is_sealed_letter(text)
    with pytest.raises(LetterNotSealed):
        read_sealed_letter(text)


@pytest.mark.parametrize(
    "changes",
    [{"document_id": "05"}, {"code": "Hồ sơ 1"}, {"office_code": "H 29"}, {"ordinal": 256}],
    ids=["id", "code", "office", "ordinal"],
)
def test_facts_that_do_not_fit_are_refused(changes: dict[str, object]) -> None:
    """The caller then prints the code alone."""
    facts = {name: getattr(WHOLE, name) for name in WHOLE.__slots__} | changes
    with pytest.raises(ValueError, match=r".*"):
        seal_letter(LetterFacts(**facts), SEAL)
