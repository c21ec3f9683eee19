"""The digits in a slip's QR code carry its facts, all of them, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.sealed import (
    DOMAIN,
    EPOCH,
    GUARD,
    MOST_DIGITS,
    NotSealed,
    Seal,
    SlipFacts,
    key_id_of,
    looks_sealed,
    read_sealed,
    seal_text,
)

SIGNATURE = bytes(range(64))
SEAL = Seal("00ab12ff", lambda _: SIGNATURE)
MINUTES = st.integers(0, 2**32 - 1).map(lambda n: EPOCH + timedelta(minutes=n % 40_000_000))
LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=4)
OFFICES = st.lists(LETTERS, min_size=1, max_size=6).map(".".join)
FACTS = st.builds(
    lambda office, tail, is_own, **told: SlipFacts(
        office_code=office, code=f"{office if is_own else 'X9'}-{tail}", **told
    ),
    office=OFFICES,
    tail=st.from_regex(r"[0-9]{6}-[0-9]{3,6}", fullmatch=True),
    is_own=st.booleans(),
    procedure_code=st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True),
    received_at=MINUTES,
    due_at=MINUTES,
    appointment=st.integers(1, 2),
    copy=st.integers(0, 255),
)


def make_facts(**changes: object) -> SlipFacts:
    told = {
        "office_code": "H29.26",
        "code": "H29.26-261120-0042",
        "procedure_code": "1.001193",
        "received_at": datetime(2026, 11, 20, 2, 30, tzinfo=UTC),
        "due_at": datetime(2026, 11, 26, 10, 0, tzinfo=UTC),
        "appointment": 1,
        "copy": 0,
    }
    return SlipFacts(**(told | changes))


PREFIXES = st.one_of(
    st.sampled_from(["", "https://motcua.example.vn/v#", "HTTPS://A.VN/12#", "https://x.vn/h2"]),
    st.integers(0, 10**30).map(lambda number: f"https://x.vn/{number}"),
    st.text(max_size=20),
)


@given(FACTS, PREFIXES)
@example(make_facts(), "https://x.vn/h2")
def test_what_is_sealed_is_read_back(facts: SlipFacts, prefix: str) -> None:
    """Any office, any code, any moment; an address before the digits may itself end in some."""
    text = prefix + seal_text(facts, SEAL)
    read = read_sealed(text)
    assert read.facts == facts
    assert (read.key_id, read.signature) == (SEAL.key_id, SIGNATURE)
    assert looks_sealed(text)


def test_only_digits_are_printed() -> None:
    """Telex turns AA, DD and W of a keyboard-wedge scanner into other letters; digits it leaves."""
    text = seal_text(make_facts(), SEAL)
    assert text.isascii()
    assert text.isdecimal()
    assert len(text) <= 240


def test_the_signature_is_over_the_facts_and_the_kind_of_paper() -> None:
    """A signature made for another kind of document can never be taken for a slip's."""
    signed: list[bytes] = []
    seal = Seal("00ab12ff", lambda message: signed.append(message) or SIGNATURE)
    read = read_sealed(seal_text(make_facts(), seal))
    assert signed == [read.signed]
    assert read.signed.startswith(DOMAIN)


@given(st.integers(0, 400), st.integers(1, 9))
def test_no_flipped_digit_reads_as_the_same_slip(place: int, step: int) -> None:
    """Facts, key or signature differ, or nothing can be read at all."""
    text = seal_text(make_facts(), SEAL)
    place %= len(text)
    digit = str((int(text[place]) + step) % 10)
    try:
        changed = read_sealed(text[:place] + digit + text[place + 1 :])
    except NotSealed:
        return
    whole = read_sealed(text)
    assert (changed.signed, changed.signature) != (whole.signed, whole.signature)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: f"{text}\u00a0",
        lambda text: f"\ufeff{text}\r\n",
        lambda text: f"“{text}”.",
        lambda text: "\n".join(text[start : start + 60] for start in range(0, len(text), 60)),
        lambda text: f"HTTPS://X.VN/H2{text}",
        lambda text: f"httpst//x.vn/đượcw{text}",
        lambda text: f"{text}{text}",
    ],
    ids=["nbsp", "bom", "quoted", "lines", "capitals", "telex", "twice"],
)
def test_what_a_scanner_or_a_letter_does_around_the_digits_is_harmless(spoil) -> None:
    """Both questions answer alike: whether it is a slip, and what it says."""
    text = spoil(seal_text(make_facts(), SEAL))
    assert looks_sealed(text)
    assert read_sealed(text).facts == make_facts()


def test_the_longest_codes_fit_and_are_found_behind_digits() -> None:
    """As many letters as one byte can count the pairs of."""
    facts = make_facts(code="H29.26-" + "1" * (765 - len("H29.26 -")))
    text = seal_text(facts, SEAL)
    assert len(text) <= MOST_DIGITS
    assert read_sealed(f"https://x.vn/2026{text}").facts == facts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H29.26-261120-0042",
        "1" * 119,
        "0" * 300,
        "9" * 130,
        "1" * 5000,
        "１" * 250,
        "1" * 200_000,
    ],
    ids=["none", "code", "short", "zeros", "nines", "long", "full_width", "very_long"],
)
def test_other_texts_are_told(text: str) -> None:
    """A code, a card or somebody else's digits: not a sealed slip, and no crash."""
    with pytest.raises(NotSealed):
        read_sealed(text)


def sealed_minutes(minutes: int, procedure: int = 1_001_193) -> str:
    """Return digits of the right shape with a due moment that no program of ours writes."""
    letters = bytes([1]) + (10 * 1600 + 0 * 40 + 11).to_bytes(2)
    told = letters + procedure.to_bytes(3) + bytes(4) + minutes.to_bytes(4) + bytes([1, 0])
    return str(int.from_bytes(GUARD + bytes([1]) + bytes(4) + told + SIGNATURE))


def test_a_moment_near_the_calendars_end_is_no_slip() -> None:
    """Told in Vietnamese time it would overflow, and no promise is of those years."""
    assert read_sealed(sealed_minutes(40_000_000)).facts.due_at.year == 2096
    for minutes in (42_700_000, 4_197_000_000, 2**32 - 1):
        with pytest.raises(NotSealed):
            read_sealed(sealed_minutes(minutes))
    with pytest.raises(NotSealed):
        read_sealed(sealed_minutes(1, procedure=10_000_000))


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "H29_26-261120-1"},
        {"code": "h29.26-261120-1"},
        {"office_code": "H29 26"},
        {"procedure_code": "1.0011931"},
        {"received_at": datetime(1970, 1, 1, tzinfo=UTC)},
        {"due_at": datetime(2101, 1, 1, tzinfo=UTC)},
        {"copy": 256},
    ],
)
def test_what_could_not_be_read_back_cannot_be_sealed(changes: dict[str, object]) -> None:
    """Letters of another system, a dead clock's year: the caller then prints the code alone."""
    with pytest.raises(ValueError):
        seal_text(make_facts(**changes), SEAL)


def test_a_key_is_named_by_its_own_bytes() -> None:
    """The first four bytes of the SHA-256 of the raw public key."""
    assert key_id_of(bytes(32)) == "66687aad"
