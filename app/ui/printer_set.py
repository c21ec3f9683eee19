"""A desk's printers as a set: order, who takes over, and what a change means; without Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from app.core.settings import SLIP, PrinterSetting
from app.ui.printer_words import PAPERS, listed

Printers = tuple[PrinterSetting, ...]
NEW_NAME: Final = "Máy in {}"
NO_PRINTER: Final = "chưa có máy in nào"


def fresh_key(printers: Sequence[PrinterSetting]) -> str:
    """Return a name that no printer has yet."""
    taken = {one.key.casefold() for one in printers}
    number = len(printers) + 1
    while NEW_NAME.format(number).casefold() in taken:
        number += 1
    return NEW_NAME.format(number)


def put(printers: Printers, setting: PrinterSetting) -> Printers:
    """Return the printers with one changed, or added at the end."""
    if all(one.key != setting.key for one in printers):
        return (*printers, setting)
    return tuple(setting if one.key == setting.key else one for one in printers)


def move(printers: Printers, key: str, steps: int) -> Printers:
    """Return the printers with one moved up or down; it stays where it cannot move."""
    order = list(printers)
    place = _place(order, key)
    target = place + steps
    if target in range(len(order)):
        order.insert(target, order.pop(place))
    return tuple(order)


def remove(printers: Printers, key: str) -> tuple[Printers, str]:
    """Return the printers without one, and in words what that means for the others."""
    left = tuple(
        replace(one, fallback="") if one.fallback == key else one
        for one in printers
        if one.key != key
    )
    return left, " ".join(_consequences(printers, left, key))


def problem_of(printers: Printers) -> str:
    """Return why a desk cannot work with these printers; empty when it can."""
    if all(SLIP not in one.papers for one in printers):
        return "Chưa máy nào in giấy hẹn: sửa một máy và chọn “Giấy hẹn”."
    seen: dict[tuple[str, str], str] = {}
    for one in printers:
        other = seen.setdefault((one.kind, one.target), one.key)
        if other != one.key:  # each is served under a lock of the device: one would wait for ever
            return f"{listed((other, one.key))} cùng là một máy: xoá bớt một."
    return ""


def route_words(printers: Printers, paper: str) -> str:
    """Return which printer a kind of paper goes to first, and what takes over from it."""
    first = next((one for one in printers if paper in one.papers), None)
    if first is None:
        return NO_PRINTER
    words = [f"“{first.key}”"]
    seen = {first.key}
    step = _find(printers, first.fallback)
    while step is not None and step.key not in seen:
        words.append(f"“{step.key}”")
        seen.add(step.key)
        step = _find(printers, step.fallback)
    return (
        ", khi không in được thì ".join(words) if len(words) > 1 else f"{words[0]}, không máy thay"
    )


def _consequences(before: Printers, left: Printers, key: str) -> Iterable[str]:
    yield f"Đã bỏ “{key}”."
    heirs = [one.key for one in before if one.fallback == key and one.key != key]
    if heirs:
        yield f"Khi không in được, {listed(heirs)} không còn máy thay; phiếu sẽ chờ."
    orphaned = [
        PAPERS[paper].lower()
        for paper in PAPERS
        if any(paper in one.papers for one in before)
        and all(paper not in one.papers for one in left)
    ]
    if orphaned:
        yield f"Chưa máy nào in {', '.join(orphaned)}."
    primary = next((one for one in left if SLIP in one.papers), None)
    if primary is not None:
        yield f"Phiếu còn chờ ở máy ấy chuyển sang “{primary.key}”."


def _place(printers: Sequence[PrinterSetting], key: str) -> int:
    return next(place for place, one in enumerate(printers) if one.key == key)


def _find(printers: Sequence[PrinterSetting], key: str) -> PrinterSetting | None:
    return next((one for one in printers if one.key == key), None)
