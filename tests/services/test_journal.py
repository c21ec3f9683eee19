"""The journal: an unbroken chain that the database itself refuses to change."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from app.services.journal import FIRST, Entry, broken_at, canonical, entry_hash
from tests.services.desk import NOW, Desk, at

FIELDS = {
    "dossier_id": "another",
    "kind": "dossier.returned",
    "payload": '{"n":-1}',
    "actor_id": "another",
    "at": at(1),
    "logical": -1,
    "prev_hash": "f" * 64,
    "station_id": "99",
    "hash": "e" * 64,
}


def _sealed(entry: Entry) -> Entry:
    return replace(entry, hash=entry_hash(entry))


def _chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, length + 1):
        head = entries[-1].hash if entries else FIRST
        payload = canonical({"n": seq})
        entry = Entry(
            "H29.26", "01", 1, seq, "d", "dossier.received", payload, "a", NOW, seq, head, ""
        )
        entries.append(_sealed(entry))
    return entries


def test_a_whole_chain_is_whole() -> None:
    """Nothing is found where nothing was done; an empty chain is whole too."""
    assert broken_at(_chain(5)) is None
    assert broken_at([]) is None


@given(st.integers(1, 8), st.data())
def test_any_changed_field_is_found(length: int, data: st.DataObject) -> None:
    """Whichever field of whichever entry is changed, that entry is named."""
    chain = _chain(length)
    place = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(sorted(FIELDS)))
    chain[place] = replace(chain[place], **{field: FIELDS[field]})
    assert broken_at(chain) is chain[place]


@given(st.integers(2, 8), st.data())
def test_a_change_sealed_anew_is_found_at_the_next_entry(length: int, data: st.DataObject) -> None:
    """Whoever knows how to seal an entry would have to seal all that follow."""
    chain = _chain(length)
    place = data.draw(st.integers(0, length - 2))
    chain[place] = _sealed(replace(chain[place], payload=canonical({"n": -1})))
    assert broken_at(chain) is chain[place + 1]


@given(st.integers(2, 8), st.data())
def test_a_removed_entry_is_found(length: int, data: st.DataObject) -> None:
    """An entry taken out of the middle breaks the chain; the head tells of the last one."""
    chain = _chain(length)
    del chain[data.draw(st.integers(0, length - 2))]
    assert broken_at(chain) is not None


@given(st.integers(2, 8), st.data())
def test_swapped_entries_are_found(length: int, data: st.DataObject) -> None:
    """The order of acts is part of what is proved."""
    chain = _chain(length)
    one, other = data.draw(st.sets(st.integers(0, length - 1), min_size=2, max_size=2))
    chain[one], chain[other] = chain[other], chain[one]
    assert broken_at(chain) is chain[min(one, other)]


@pytest.mark.parametrize("table", ["journal", "appointment", "slip"])
@pytest.mark.parametrize("act", ["update {} set agency_id = 'x'", "delete from {}"])
def test_the_database_refuses_to_change_history(desk: Desk, table: str, act: str) -> None:
    """What was done, promised and issued cannot be changed, not even by the program itself."""
    desk.receive()
    with pytest.raises(DBAPIError, match="append only"):
        desk.tamper(act.format(table))


def test_entries_order_even_when_the_clock_stands(desk: Desk) -> None:
    """Two acts of the same moment still have an order."""
    desk.receive()
    desk.receive()
    assert desk.scalar("select count(distinct logical) = count(*) from journal")
