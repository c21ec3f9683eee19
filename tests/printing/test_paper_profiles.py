"""What each printer can do comes from its paper or from its model's name."""

import logging
import os
import subprocess
import sys

import pytest

from app.core.settings import PrinterSetting
from app.printing.paper_profiles import (
    Ack,
    Cut,
    PaperProfile,
    ProfileUnknown,
    profile_for,
    profile_of,
)


def test_the_plain_profiles_of_the_two_papers() -> None:
    """Without a model's name the paper width says enough."""
    assert profile_for(80) == PaperProfile("default", 576, cut=Cut.PARTIAL)
    assert profile_for(58) == PaperProfile("default", 384, cut=Cut.NONE)


@pytest.mark.parametrize(
    ("width_mm", "name", "dots", "dpi", "cut", "acknowledges"),
    [
        (80, "TM-T88V", 512, 180, Cut.PARTIAL, True),
        (80, "TM-T88III", 512, 180, Cut.PARTIAL, False),
        (80, "KR-306", 576, 203, Cut.PARTIAL, False),
        (80, "CT-S651", 576, 203, Cut.PARTIAL, False),
        (58, "TM-T20II", 384, 203, Cut.PARTIAL, True),
        (58, "TM-T88V", 336, 180, Cut.PARTIAL, True),
        (58, "ZJ-5870", 384, 203, Cut.NONE, False),
    ],
)
def test_a_named_model_gives_dots_cutter_and_acknowledgement(
    width_mm: int, name: str, dots: int, dpi: int, cut: Cut, acknowledges: bool
) -> None:
    """Narrow paper in a wide printer has fewer dots than the printer's head."""
    expected = PaperProfile(name, dots, dpi, cut, ack=Ack.GS_H if acknowledges else Ack.NONE)
    assert profile_for(width_mm, name) == expected


@pytest.mark.parametrize(
    ("width_mm", "name"),
    [(72, "default"), (80, "no such model"), (80, "OCD-100"), (80, "RP326"), (80, "TM-U220")],
)
def test_what_cannot_print_a_slip_is_refused_by_name(width_mm: int, name: str) -> None:
    """A customer display, a needle printer and an unknown width are settings to be mended."""
    with pytest.raises(ProfileUnknown) as caught:
        profile_for(width_mm, name)
    assert caught.value.params == {"profile": name, "width_mm": width_mm}


@pytest.mark.parametrize("given", [None, "/nowhere"])
def test_loading_the_profiles_leaves_log_environment_and_disk_alone(given: str | None) -> None:
    """python-escpos sets up the root logger and leaves a folder behind when left to itself."""
    code = (
        "import logging, os, tempfile\n"
        "from app.printing.paper_profiles import profile_for\n"
        "name = 'ESCPOS_CAPABILITIES_PICKLE_DIR'\n"
        "before = os.environ.get(name), logging.getLogger().level\n"
        "profile_for(80, 'TM-T88V')\n"
        "assert not logging.getLogger().handlers\n"
        "assert before == (os.environ.get(name), logging.getLogger().level)\n"
        "print(os.listdir(tempfile.gettempdir()))\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != "ESCPOS_CAPABILITIES_PICKLE_DIR"}
    if given is not None:
        environment["ESCPOS_CAPABILITIES_PICKLE_DIR"] = given
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "motcua-escpos" not in done.stdout
    assert logging.getLogger("escpos").level == logging.NOTSET


def test_a_setting_overrules_what_the_model_says() -> None:
    """Clones carry the name of a model and do less, or more, than it."""
    setting = PrinterSetting(ack="gs_r", cut="none", band_rows=40, dpi=180, width_mm=58)
    profile = profile_of(setting)
    assert (profile.ack, profile.cut, profile.band_rows) == (Ack.GS_R, Cut.NONE, 40)
    assert (profile.dots, profile.dpi) == (336, 180)
    assert profile_of(PrinterSetting()) == profile_for(80)


@pytest.mark.parametrize(
    "changes",
    [
        {"ack": "loud"},
        {"cut": "diagonal"},
        {"dpi": 300},
        {"band_rows": -1},  # a slip would never be cut into all its bands
        {"band_rows": 70_000},
    ],
)
def test_a_senseless_override_is_refused(changes: dict[str, object]) -> None:
    """A slip of the pen in the settings is told, not guessed at."""
    with pytest.raises(ProfileUnknown):
        profile_of(PrinterSetting(**changes))
