"""Invented people: the same for the same seed, plausible, and nobody's."""

from datetime import date
from itertools import islice

from app.core.identity import IdentityKind, parse_card, remarks
from app.exchange.people import FREE_PREFIXES, card_text, invented_people

TODAY = date(2026, 11, 24)


def test_the_same_seed_gives_the_same_people() -> None:
    """A simulation can be played again; another seed meets others."""
    first = list(islice(invented_people(7, TODAY), 50))
    assert list(islice(invented_people(7, TODAY), 50)) == first
    assert list(islice(invented_people(8, TODAY), 50)) != first


def test_every_card_can_be_scanned_and_is_not_odd() -> None:
    """Both layouts are read back as the person; number, year and gender agree."""
    for parts in (7, 11):
        for person in islice(invented_people(1, TODAY), 200):
            said = card_text(person, parts=parts)
            assert said.count("|") == parts - 1
            assert parse_card(said, TODAY) == person
            assert remarks(person.number, IdentityKind.CITIZEN, person.born_on, person.gender) == ()
            assert person.number[:3] in FREE_PREFIXES


def test_no_number_comes_twice() -> None:
    """Twenty thousand citizens are twenty thousand numbers."""
    numbers = {person.number for person in islice(invented_people(3, TODAY), 20_000)}
    assert len(numbers) == 20_000


def test_family_names_come_as_often_as_in_life() -> None:
    """About two in five are Nguyễn, as at a real desk: search must live with it."""
    people = list(islice(invented_people(5, TODAY), 2000))
    share = sum(one.full_name.startswith("Nguyễn ") for one in people) / len(people)
    assert 0.3 < share < 0.5


def test_a_card_may_leave_things_out() -> None:
    """No gender, no dates: empty parts, still seven of them."""
    import dataclasses

    person = next(invented_people(1, TODAY))
    bare = dataclasses.replace(person, gender=None, born_on=None, issued_on=None)
    assert card_text(bare).split("|")[3:] == ["", "", person.address, ""]
