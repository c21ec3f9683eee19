"""The machine's settings: whole or not at all, read back the same, wrong places named."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.core import whole_file
from app.core.settings import (
    CONFIG,
    LETTER,
    Machine,
    PrinterSetting,
    SettingsBad,
    SettingsNotSaved,
    SigningSetting,
    load_machine,
    save_machine,
)

URL = "sqlite:///desk.db"
FULL = 28


def machine_in(folder: Path) -> Machine:
    return Machine(folder, URL, counter_name="Quầy 2", seal_key="ab12", seal_place="file")


@pytest.mark.parametrize(
    "printer",
    [
        PrinterSetting(),
        PrinterSetting("Văn phòng", "cups", "laser", 80, "A5", (LETTER,), "receipt"),
        PrinterSetting("k", "serial", 'C:\\quầy\t"1"\n\x7f', papers=(), baud=9600, dpi=180),
    ],
)
def test_what_is_saved_is_read_back(tmp_path: Path, printer: PrinterSetting) -> None:
    """Whatever was typed, control characters too."""
    saved = replace(machine_in(tmp_path), printers=(printer,))
    save_machine(saved)
    assert load_machine(tmp_path) == saved


def test_the_file_is_this_users_alone(tmp_path: Path) -> None:
    """A database address may hold a password, also where the file stood open before."""
    (tmp_path / CONFIG).touch(mode=0o644)
    save_machine(machine_in(tmp_path))
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / CONFIG).stat().st_mode) == 0o600


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whole, and nothing half-written beside them; why is told."""
    before = machine_in(tmp_path)
    save_machine(before)

    def full(*_: object) -> None:
        raise OSError(FULL, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(whole_file.os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SettingsNotSaved) as refused:
        save_machine(replace(before, counter_name="Quầy 3"))
    monkeypatch.undo()
    assert refused.value.params == {
        "where": str(tmp_path / CONFIG),
        "problem": "No space left on device",
    }
    assert load_machine(tmp_path) == before
    assert [one.name for one in tmp_path.iterdir()] == [CONFIG]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """As a situation, never as a crash."""
    (tmp_path / "desk").touch()
    with pytest.raises(SettingsNotSaved):
        save_machine(machine_in(tmp_path / "desk"))


def test_a_mark_at_the_beginning_is_no_fault(tmp_path: Path) -> None:
    """Some editors leave one."""
    save_machine(machine_in(tmp_path))
    file = tmp_path / CONFIG
    file.write_text(file.read_text("utf-8"), "utf-8-sig")
    assert load_machine(tmp_path) == machine_in(tmp_path)


DATABASE = '[database]\nurl = "sqlite:///desk.db"\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "database.url"),
        ("[database]\nurl = 5", "database.url"),
        ("database = 5", "database.url"),
        (DATABASE + "[station]\nid = 1", "station.id"),
        (DATABASE + "[seal]\nkey = true", "seal.key"),
        (DATABASE + "[printer]\nkey = 'a'", "printer"),
        (DATABASE + "[[printer]]\nkey = 'a'\nwidth_mm = '80'", "printer 1: width_mm"),
        (DATABASE + "[[printer]]\nkey = 'a'\nbaud = true", "printer 1: baud"),
        (DATABASE + "[[printer]]\nkey = 'a'\npapers = 'slip'", "printer 1: papers"),
        (DATABASE + "[[printer]]\nkey = 'a'\npapers = [1]", "printer 1: papers"),
        (DATABASE + "[[printer]]\nkey = 'a'\ncolour = 'red'", "printer 1: colour"),
        (DATABASE + "[[printer]]\nkey = ''", "printer 1: key"),
        (DATABASE + "[[printer]]\nkey = 'a'\n[[printer]]\nkey = 'a'", "printer 2: key"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    """Before anything is opened or printed; two printers of one name would share their slips."""
    (tmp_path / CONFIG).write_text(text, "utf-8")
    with pytest.raises(SettingsBad) as bad:
        load_machine(tmp_path)
    assert bad.value.params["problem"] == place


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A folder in its place, no right to read: a situation."""
    (tmp_path / CONFIG).mkdir()
    with pytest.raises(SettingsBad):
        load_machine(tmp_path)


def test_what_is_signed_with_is_read_back(tmp_path: Path) -> None:
    """Driver libraries and pictures are the machine's: each desk has its own tokens."""
    signing = SigningSetting(("C:\\Windows\\token.dll", "lib.so"), "ký.png", "dấu.png")
    saved = replace(machine_in(tmp_path), signing=signing)
    save_machine(saved)
    assert load_machine(tmp_path) == saved


@pytest.mark.parametrize("value", ['"one.so"', "[1]"])
def test_libraries_are_a_list_of_paths(tmp_path: Path, value: str) -> None:
    """Anything else is told with its place."""
    text = f'[database]\nurl = "{URL}"\n[signing]\nlibraries = {value}\n'
    (tmp_path / CONFIG).write_text(text, "utf-8")
    with pytest.raises(SettingsBad) as refused:
        load_machine(tmp_path)
    assert refused.value.params["problem"] == "signing.libraries"
