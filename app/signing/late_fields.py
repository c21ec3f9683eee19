"""The three fields that a letter leaves open for after the leader's signature (NĐ 30/2020)."""

from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic

from app.signing.fields import DAY, NUMBER, SEAL
from app.signing.findings import Change, ChangeKind

TEXTS: Final = {NUMBER: ChangeKind.NUMBER, DAY: ChangeKind.DAY}
READ_ONLY: Final = 1  # the flag that a filled field may get (ISO 32000-2, table 227)
DRAWING: Final = frozenset(
    {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Length", "/Filter"}
)
"""All that the picture of a field needs; it cannot leave the field's box."""


@dataclass(frozen=True, slots=True)
class Filling:
    """An open field that was filled, and the entries of it that may differ for that."""

    change: Change
    keys: frozenset[str]


def late_filling(old: Any, new: Any) -> Filling | None:
    """Return what filled a field of these two states; None if it was not open, or is more.

    A field is open while it is empty: whoever fills it fills it once.
    """
    name = str(entry(old, "/T", ""))
    if not _is_picture(entry(new, "/AP")):
        return None
    if name in TEXTS and entry(old, "/FT") == "/Tx":
        return _filled_text(name, old, new)
    if name == SEAL and entry(old, "/FT") == "/Sig" and "/V" not in old and "/V" in new:
        return Filling(Change(ChangeKind.SEAL), frozenset({"/V", "/AP"}))
    return None


def entry(of: Any, name: str, usual: Any = None) -> Any:
    """Return an entry of a dictionary, whether it stands there or is only referred to."""
    return of[name] if name in of else usual  # noqa: SIM401 - ``get`` does not follow references


def _filled_text(name: str, old: Any, new: Any) -> Filling | None:
    said = entry(new, "/V")
    if str(entry(old, "/V", "")) or not isinstance(said, generic.TextStringObject) or not said:
        return None
    if int(entry(new, "/Ff", 0)) | READ_ONLY != int(entry(old, "/Ff", 0)) | READ_ONLY:
        return None
    if "/DA" in new and new["/DA"] != entry(old, "/DA"):
        return None
    return Filling(Change(TEXTS[name], str(said)), frozenset({"/V", "/AP", "/Ff", "/DA"}))


def _is_picture(appearance: Any) -> bool:
    """Whether a field has one appearance, a plain drawing."""
    if not isinstance(appearance, generic.DictionaryObject) or set(appearance) != {"/N"}:
        return False
    drawing = appearance["/N"]
    return isinstance(drawing, generic.StreamObject) and set(drawing) <= DRAWING
