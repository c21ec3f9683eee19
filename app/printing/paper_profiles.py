"""What a receipt printer can do: dots across, cutter, acknowledgement, limits of its buffer.

Unnamed printers get the plain values of their paper width; named ones are looked up among the
profiles that python-escpos carries, so that an office may write the model on the printer's label.
"""

import logging
import os
import tempfile
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.core.errors import AppError
from app.core.settings import AUTO, PrinterSetting

DEFAULT: Final = "default"
DPI: Final = 203
DOTS_OF_PAPER: Final = {80: 576, 58: 384}  # at 203 dpi
DOTS_OF_DPI: Final = {0: DOTS_OF_PAPER, DPI: DOTS_OF_PAPER, 180: {80: 512, 58: 336}}
BAND_ROWS: Final = range(2304)  # what one GS v 0 may hold (Epson); 0 is for the profile's own
LEAST_DOTS: Final = 336  # 48 mm at 180 dpi; the slip is not designed for less

# Models whose manuals name GS ( H function 48 (Epson ESC/POS reference); others stay silent.
ACKNOWLEDGING: Final = frozenset({"TM-L90", "TM-T20II", "TM-T88IV", "TM-T88IV-SA", "TM-T88V"})


class Cut(Enum):
    """How the paper is cut after a slip."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Ack(Enum):
    """How a printer says that a slip is on paper."""

    NONE = "none"
    GS_R = "gs_r"  # a status answered in buffer order: all before it was executed
    GS_H = "gs_h"  # "printing is completed", with an id of ours


class ProfileUnknown(AppError):
    """No such printer model, or one that cannot print a slip; ``profile``, ``width_mm``."""

    code = "printer.profile_unknown"


@dataclass(frozen=True, slots=True)
class PaperProfile:
    """One kind of printer.

    ``dots`` across; ``band_rows`` at most in one raster command; ``blank_as_raster`` for models
    whose feed unit is not one dot; ``ack`` how it confirms that a slip is on paper.
    """

    name: str
    dots: int
    dpi: int = DPI
    cut: Cut = Cut.PARTIAL
    band_rows: int = 100
    blank_as_raster: bool = False
    ack: Ack = Ack.NONE


def profile_of(setting: PrinterSetting) -> PaperProfile:
    """Return the profile of a printer of this machine, with what its setting overrules.

    Raises:
        ProfileUnknown: no such width or model, not a printer of slips, or a senseless override.
    """
    known = profile_for(setting.width_mm, setting.profile, setting.dpi)
    if setting.band_rows not in BAND_ROWS:
        raise ProfileUnknown(profile=setting.profile, width_mm=setting.width_mm)
    try:
        return replace(
            known,
            ack=known.ack if setting.ack == AUTO else Ack(setting.ack),
            cut=known.cut if setting.cut == AUTO else Cut(setting.cut),
            band_rows=setting.band_rows or known.band_rows,
        )
    except ValueError:
        raise ProfileUnknown(profile=setting.profile, width_mm=setting.width_mm) from None


def profile_for(width_mm: int = 80, name: str = DEFAULT, dpi: int = 0) -> PaperProfile:
    """Return the profile of a paper width, or of a printer model as python-escpos names it.

    ``dpi`` is 203 or 180, 0 for what the model says.

    Raises:
        ProfileUnknown: no such width or model, or not a printer of slips.
    """
    if width_mm not in DOTS_OF_PAPER or dpi not in DOTS_OF_DPI:
        raise ProfileUnknown(profile=name, width_mm=width_mm)
    if name == DEFAULT:
        # 58 mm printers without a cutter take the command for text; those with one are named.
        cut = Cut.PARTIAL if width_mm == max(DOTS_OF_PAPER) else Cut.NONE
        return PaperProfile(name, DOTS_OF_DPI[dpi][width_mm], dpi or DPI, cut)
    known = _models().get(name)
    pixels = known["media"].get("width", {}).get("pixels") if known else None
    if known is None or not isinstance(pixels, int):
        raise ProfileUnknown(profile=name, width_mm=width_mm)
    return _named(name, width_mm, pixels, known)


def _named(name: str, width_mm: int, pixels: int, known: dict[str, Any]) -> PaperProfile:
    given = known["media"].get("dpi")
    dpi = given if isinstance(given, int) else DPI
    dots = min(pixels, _dots_on(width_mm, dpi))
    features = known["features"]
    if dots < LEAST_DOTS or not features["bitImageRaster"]:
        raise ProfileUnknown(profile=name, width_mm=width_mm)
    partial = Cut.PARTIAL if features["paperPartCut"] else Cut.NONE
    cut = Cut.FULL if features["paperFullCut"] and partial is Cut.NONE else partial
    ack = Ack.GS_H if name in ACKNOWLEDGING else Ack.NONE
    return PaperProfile(name, dots, dpi, cut, ack=ack)


def _dots_on(width_mm: int, dpi: int) -> int:
    """Return the dots a paper has room for, whole bytes; 80 mm models state theirs themselves."""
    if width_mm == max(DOTS_OF_PAPER) or dpi == DPI:
        return DOTS_OF_PAPER[width_mm]
    return DOTS_OF_PAPER[width_mm] * dpi // DPI // 8 * 8


@cache
def _models() -> dict[str, dict[str, Any]]:
    """Load python-escpos' profiles, keeping its import's side effects out of the program.

    It unpickles a cache from a folder, so that folder is new and private to this user; and it
    configures the root logger, which is ours.
    """
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with tempfile.TemporaryDirectory(prefix="motcua-escpos-") as folder:  # made with mode 0700
        Path(folder).chmod(0o700)
        before = os.environ.get("ESCPOS_CAPABILITIES_PICKLE_DIR")
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = folder
        try:
            from escpos.capabilities import CAPABILITIES
        finally:
            _restore_environment(before)
            root.handlers[:] = handlers
            root.setLevel(level)
    profiles: dict[str, dict[str, Any]] = CAPABILITIES["profiles"]
    return profiles


def _restore_environment(before: str | None) -> None:
    if before is None:
        del os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"]
    else:
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = before
