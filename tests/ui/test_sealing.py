"""Seating an office: its slips are sealed with a good key, or it is said why they are not."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.dossiers import Role
from app.core.settings import CONFIG, Machine, SettingsNotSaved, load_machine, save_machine
from app.db.errors import DatabaseLocked
from app.services import receipt_keys
from app.services.receipt_keys import PublicKey
from app.signing.receipt_keys import KeyExposed, KeyMissing
from app.ui import sealing
from app.ui.key_notice import key_notice
from app.ui.sealing import Seated, renew_key, seat_office
from tests.support.desk_ward import Ward


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """The settings of a ward founded by a program that knew no keys."""
    made = Machine(tmp_path, f"sqlite:///{tmp_path / 'desk.db'}")
    save_machine(made)
    return made


def keys(ward: Ward) -> tuple[PublicKey, ...]:
    found: tuple[PublicKey, ...] = ward.ask(receipt_keys.list_keys)
    return found


def key_files(folder: Path) -> list[str]:
    return [one.name for one in folder.glob("keys/*")]


def lock_settings(folder: Path) -> None:
    """Let nobody write the settings, whoever runs the test: a folder stands in their place."""
    (folder / CONFIG).unlink()
    (folder / CONFIG).mkdir()


def revoke(ward: Ward, key_id: str) -> None:
    boss = replace(ward.actor, role=Role.SUPERVISOR)
    with ward.database.write() as session:
        receipt_keys.revoke_key(
            session, ward.office, key_id, reason="mất máy", actor=boss, at=ward.clock.now()
        )


def test_a_desk_without_a_key_gets_one(ward: Ward, machine: Machine, tmp_path: Path) -> None:
    """At its first start; the second one finds it and has nothing to say."""
    seated = seat_office(machine, ward.database)
    assert load_machine(tmp_path) == seated.machine
    assert seated.office.seal.key_id == seated.machine.seal_key
    assert key_notice(seated) == ""
    again = seat_office(load_machine(tmp_path), ward.database)
    assert again.machine == seated.machine
    assert len(keys(ward)) == 1


def test_settings_that_cannot_be_written_leave_no_key_at_each_start(
    ward: Ward, machine: Machine, tmp_path: Path
) -> None:
    """The desk goes on without sealing and says why; no key is left in list or store."""
    lock_settings(tmp_path)
    for _ in range(2):
        seated = seat_office(machine, ward.database)
        assert isinstance(seated.unsealed, SettingsNotSaved)
        assert seated.office.seal is None
        assert seated.machine == machine
    assert keys(ward) == ()
    assert key_files(tmp_path) == []
    said = key_notice(seated)
    assert str(tmp_path / CONFIG) in said
    assert "Khoá xác thực…" in said


def test_a_list_that_cannot_be_written_names_no_key_that_nobody_knows(
    ward: Ward, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor do the settings; the next start simply tries again."""

    def locked(*_: object, **__: object) -> None:
        raise DatabaseLocked

    monkeypatch.setattr(receipt_keys, "add_own_key", locked)
    seated = seat_office(machine, ward.database)
    assert isinstance(seated.unsealed, DatabaseLocked)
    assert load_machine(tmp_path) == machine


def test_a_commit_that_fails_is_made_good_at_the_next_start(
    ward: Ward, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings may then name a key that is not in the list: its slips would prove nothing."""

    def full(_: object) -> None:
        raise DatabaseLocked

    monkeypatch.setattr(ward.database, "_commit", full)
    with pytest.raises(DatabaseLocked):
        renew_key(machine, ward.database, ward.office, actor=None, at=ward.clock.now())
    monkeypatch.undo()
    seated = seat_office(load_machine(tmp_path), ward.database)
    assert [key.key_id for key in keys(ward)] == [seated.office.seal.key_id]


def test_a_revoked_key_seals_no_more(ward: Ward, machine: Machine, tmp_path: Path) -> None:
    """A new one is made and journalled as any rotation is; the officer is told."""
    old = seat_office(machine, ward.database)
    revoke(ward, old.machine.seal_key)
    seated = seat_office(old.machine, ward.database)
    assert seated.replaced == old.machine.seal_key
    assert seated.office.seal.key_id == seated.machine.seal_key != seated.replaced
    assert load_machine(tmp_path) == seated.machine
    states = {key.key_id: key.revoked_at is None for key in keys(ward)}
    assert states == {seated.replaced: False, seated.machine.seal_key: True}
    said = key_notice(seated)
    assert seated.replaced in said
    assert seated.machine.seal_key in said
    assert key_notice(seat_office(seated.machine, ward.database)) == ""


def test_a_revoked_key_seals_no_more_even_where_no_other_can_be_kept(
    ward: Ward, machine: Machine, tmp_path: Path
) -> None:
    """Better the code alone than a seal that every desk calls doubtful."""
    old = seat_office(machine, ward.database)
    revoke(ward, old.machine.seal_key)
    lock_settings(tmp_path)
    seated = seat_office(old.machine, ward.database)
    assert seated.office.seal is None
    assert isinstance(seated.unsealed, SettingsNotSaved)
    assert len(keys(ward)) == 1


@pytest.mark.parametrize("place", ["file", "keyring", "no such place"])
def test_a_private_key_that_is_gone_is_told_with_the_way_out(
    ward: Ward, machine: Machine, tmp_path: Path, place: str
) -> None:
    """Not replaced unasked: the keyring may only be locked."""
    old = seat_office(machine, ward.database)
    for file in (tmp_path / "keys").iterdir():
        file.unlink()
    seated = seat_office(replace(old.machine, seal_place=place), ward.database)
    assert isinstance(seated.unsealed, KeyMissing)
    assert len(keys(ward)) == 1
    assert "Khoá xác thực…" in key_notice(seated)


def test_every_reason_names_the_dialog_to_go_to(machine: Machine, ward: Ward) -> None:
    """Whatever keeps slips from being sealed."""
    for error in (KeyExposed(where="x"), KeyMissing(key_id="a"), DatabaseLocked()):
        said = key_notice(Seated(machine, ward.office, unsealed=error))
        assert "mã hồ sơ" in said
        assert "Khoá xác thực…" in said


def test_a_list_that_cannot_be_asked_stops_the_seating(
    ward: Ward, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may conclude from silence that a key is not in the list."""
    old = seat_office(machine, ward.database)

    def away(*_: object) -> None:
        raise DatabaseLocked

    monkeypatch.setattr(sealing.receipt_keys, "find_key", away)
    with pytest.raises(DatabaseLocked):
        sealing.with_seal(old.machine, ward.database, old.office, at=ward.clock.now())


def test_a_ward_of_an_older_program_gets_the_letters_new_wordings(
    ward: Ward, machine: Machine
) -> None:
    """Its own title and wordings stay; what it lacks of a form is added at the start, once."""
    older = '{"paragraphs": {"after": ["Lời văn của phường."]}, "closing": "Trân trọng./."}'
    with ward.database.write() as session:
        connection = session.connection()
        connection.exec_driver_sql(
            f"update form_version set wording = '{older}' where kind = 'apology_letter'"
        )
        connection.exec_driver_sql(
            "delete from form_version where kind = 'apology_official_letter'"
        )
    for _ in range(2):
        office = seat_office(machine, ward.database).office
        form = office.form("apology_letter", ward.clock.now().date())
        assert form.wording["after"] == ("Lời văn của phường.",)
        assert set(form.wording) == {"before", "after", "second", "finished", "ended"}
        assert office.form("apology_official_letter", ward.clock.now().date()).wording
    with ward.database.read() as session:
        added = "select count(*) from journal where kind = 'forms.added'"
        assert session.connection().exec_driver_sql(added).scalar() == 1
