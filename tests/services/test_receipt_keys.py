"""The list of public keys: complete for ever, honest about its origin, never half taken in."""

import hashlib
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from app.core.sealed import key_id_of
from app.services import accounts, receipt_keys
from app.services.receipt_keys import (
    LONGEST_WORDS,
    ImportedKeys,
    KeyAlreadyRevoked,
    KeyListWrong,
    KeyUnknown,
    LeadersOnly,
    PublicKey,
)
from tests.services.desk import Desk, at


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The desk with the ward's supervisor at it, who may say which keys are trusted."""
    return replace(desk, clerk=desk.ask(accounts.find_actor, "hung"))


def raw(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def other_desk(name: str, **changes: object) -> PublicKey:
    told: dict[str, object] = {"valid_to": None, "revoked_at": None, "reason": ""}
    key = raw(name)
    return PublicKey(
        key_id=key_id_of(key),
        public_key=key,
        station_id="02",
        origin="imported",
        valid_from=at(2),
        **(told | changes),
    )


def test_a_clerk_brings_no_list_and_revokes_no_key(desk: Desk) -> None:
    """Both change whom the agency trusts; making the desk's own key does not."""
    clerks = replace(desk, clerk=desk.ask(accounts.find_actor, "lan"))
    key_id = clerks.do(receipt_keys.add_own_key, raw("own"))
    for act in (
        lambda: clerks.do(receipt_keys.import_keys, [other_desk("a")]),
        lambda: clerks.do(receipt_keys.import_keys, []),
        lambda: clerks.do(receipt_keys.revoke_key, key_id, reason="mất máy"),
    ):
        with pytest.raises(LeadersOnly):
            act()
    (key,) = clerks.ask(receipt_keys.list_keys)
    assert (key.key_id, key.revoked_at) == (key_id, None)


def test_a_list_comes_in_once(desk: Desk) -> None:
    """The same file again changes nothing; the journal names who brought it."""
    keys = [other_desk("a"), other_desk("b")]
    assert desk.do(receipt_keys.import_keys, keys) == ImportedKeys(2, 0, 0)
    assert desk.do(receipt_keys.import_keys, keys) == ImportedKeys(0, 0, 2)
    assert {key.key_id for key in desk.ask(receipt_keys.list_keys)} == {k.key_id for k in keys}
    kinds = "select count(*) from journal where kind = 'seal.keys_imported'"
    assert desk.scalar(kinds) == 1


def test_a_revocation_comes_with_the_list_and_never_goes(desk: Desk) -> None:
    """An older list brought later does not make a lost key good again."""
    good, lost = other_desk("a"), other_desk("a", revoked_at=at(19), reason="mất máy")
    desk.do(receipt_keys.import_keys, [good])
    assert desk.do(receipt_keys.import_keys, [lost]) == ImportedKeys(0, 1, 0)
    assert desk.do(receipt_keys.import_keys, [good]) == ImportedKeys(0, 0, 1)
    key = desk.ask(receipt_keys.find_key, good.key_id)
    assert (key.revoked_at, key.reason) == (at(19), "mất máy")


def test_an_ended_key_of_another_desk_ends_here_too(desk: Desk) -> None:
    """Rotation there is told by the next list."""
    desk.do(receipt_keys.import_keys, [other_desk("a")])
    desk.do(receipt_keys.import_keys, [other_desk("a", valid_to=at(19))])
    (key,) = desk.ask(receipt_keys.list_keys)
    assert key.valid_to == at(19)


@pytest.mark.parametrize(
    "wrong",
    [replace(other_desk("b"), key_id="00000000"), replace(other_desk("b"), public_key=b"short")],
)
def test_a_changed_line_refuses_the_whole_list(desk: Desk, wrong: PublicKey) -> None:
    """A key under another's name would make its slips genuine."""
    with pytest.raises(KeyListWrong):
        desk.do(receipt_keys.import_keys, [other_desk("a"), wrong])
    assert desk.ask(receipt_keys.list_keys) == ()


def test_a_key_told_twice_refuses_the_whole_list(desk: Desk, monkeypatch) -> None:
    """Once good and once revoked, or two keys that were made to meet in four bytes."""
    once, again = other_desk("a"), other_desk("a", revoked_at=at(19))
    monkeypatch.setattr(receipt_keys, "key_id_of", lambda _: "00ab12ff")
    met = [replace(other_desk(name), key_id="00ab12ff") for name in ("a", "b")]
    for keys in (met, [replace(one, key_id="00ab12ff") for one in (once, again)]):
        with pytest.raises(KeyListWrong) as caught:
            desk.do(receipt_keys.import_keys, keys)
        assert caught.value.params == {"reason": "twice", "problem": "00ab12ff"}
    assert desk.ask(receipt_keys.list_keys) == ()


def test_two_keys_of_one_id_are_never_mixed(desk: Desk) -> None:
    """Four bytes may meet by chance or by design; the first one stays."""
    key = other_desk("a")
    desk.do(receipt_keys.import_keys, [key])
    desk.tamper(f"update receipt_key set public_key = 'AAAA' where key_id = '{key.key_id}'")
    with pytest.raises(KeyListWrong):
        desk.do(receipt_keys.import_keys, [key])


def test_revoking_needs_a_key_that_is_there_and_good(desk: Desk) -> None:
    """A slip of the pen in the id, or a second revocation, is told."""
    key_id = desk.do(receipt_keys.add_own_key, raw("own"))
    with pytest.raises(KeyUnknown):
        desk.do(receipt_keys.revoke_key, "00000000", reason="x")
    desk.do(receipt_keys.revoke_key, key_id, reason=" mất  máy ", at=at(21))
    with pytest.raises(KeyAlreadyRevoked) as caught:
        desk.do(receipt_keys.revoke_key, key_id, reason="x", at=at(22))
    told = caught.value.params["revoked_at"]
    assert isinstance(told, datetime)
    assert told == at(21)
    (key,) = desk.ask(receipt_keys.list_keys)
    assert (key.reason, key.valid_to) == ("mất máy", at(21))


def test_a_reason_is_never_longer_than_a_list_carries(desk: Desk) -> None:
    """What is kept here must come in at the other desks."""
    key_id = desk.do(receipt_keys.add_own_key, raw("own"))
    desk.do(receipt_keys.revoke_key, key_id, reason="ế" * 900)
    assert len(desk.ask(receipt_keys.find_key, key_id).reason) == LONGEST_WORDS


def test_no_key_is_ever_deleted(desk: Desk) -> None:
    """A slip of three years ago must still read as genuine."""
    desk.do(receipt_keys.add_own_key, raw("own"))
    with pytest.raises(Exception, match="append only"), desk.database.write() as session:
        session.execute(text("delete from receipt_key"))


def test_a_damaged_key_in_the_database_proves_nothing(desk: Desk) -> None:
    """And is no crash."""
    key_id = desk.do(receipt_keys.add_own_key, raw("own"))
    for damaged in ("*", "khoá"):
        desk.tamper(f"update receipt_key set public_key = '{damaged}'")
        assert desk.ask(receipt_keys.find_key, key_id).public_key == b""
