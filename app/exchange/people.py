"""Invented people for practice, demonstration and simulation, and the cards they carry.

Their numbers have the shape of real ones but begin with three digits that no place was given, so
none can be anybody's.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from app.core.identity import Card, Gender
from app.core.resources import resource

FREE_PREFIXES = ("003", "005", "009", "013", "016", "018", "021", "023")
"""Never given to a province (TT 59/2021/TT-BCA, list of codes)."""
OLDEST = date(1940, 1, 1)
YOUNGEST_AGE = timedelta(days=16 * 366)
FIRST_CARDS = date(2021, 1, 1)  # chip cards with a QR


def invented_people(seed: int, today: date) -> Iterator[Card]:
    """Yield invented people without end, the same ones for the same seed and day.

    Family names come as often as in life; everybody is over sixteen, and no number comes twice
    within 900,000 people.
    """
    names = json.loads(resource("sample/names.json").read_text(encoding="utf-8"))
    random = Random(seed)  # noqa: S311 - invented people, not secrets
    start = random.randrange(1_000_000)
    count = 0
    while True:
        # A step without a common factor walks through every serial before one repeats.
        yield _person(names, random, (start + count * 700_001) % 1_000_000, today)
        count += 1


def card_text(card: Card, *, parts: int = 7) -> str:
    """Return what the QR of a card says: 7 parts (2021) or 11 (2024), ``|`` between them."""
    told = [
        card.number,
        card.old_number,
        card.full_name,
        _digits(card.born_on),
        "" if card.gender is None else {"male": "Nam", "female": "Nữ"}[card.gender],
        card.address,
        _digits(card.issued_on),
    ]
    return "|".join(told + [""] * (parts - len(told)))


def _person(names: dict[str, Any], random: Random, serial: int, today: date) -> Card:
    gender = random.choice(list(Gender))
    born_on = _day_between(random, OLDEST, today - YOUNGEST_AGE)
    middle = _weighted(random, names[f"{gender}_middle"])
    given = random.choice(names[f"{gender}_given"])
    full_name = " ".join(f"{_weighted(random, names['family'])} {middle} {given}".split())
    place = f"Số {random.randint(1, 399)} {random.choice(names['streets'])}, {names['ward']}"
    return Card(
        number=_number(random.choice(FREE_PREFIXES), gender, born_on, serial),
        old_number="",
        full_name=full_name,
        born_on=born_on,
        gender=gender,
        address=place,
        issued_on=_day_between(random, FIRST_CARDS, today),
    )


def _number(prefix: str, gender: Gender, born_on: date, serial: int) -> str:
    # NĐ 137/2015 Đ13: place, century with gender, year of birth, six digits at random.
    century = 2 * (born_on.year // 100 - 19) + (gender is Gender.FEMALE)
    return f"{prefix}{century}{born_on.year % 100:02}{serial:06}"


def _weighted(random: Random, weights: dict[str, int]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _day_between(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randint(0, (last - first).days))


def _digits(day: date | None) -> str:
    return "" if day is None else f"{day:%d%m%Y}"
