"""What came to a file after a signature: two states of it, compared part by part.

Both are read from their own bytes alone, as the signer of each saw them, and compared from the
catalogue down through everything a reader can reach. The letter leaves open three empty fields:
number, day and seal. Whatever else differs is an alteration, however harmless it may look: a new
drawing, a remark, another font, another appearance of what was filled before.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from app.signing.findings import Change, ChangeKind
from app.signing.late_fields import entry, late_filling

Path = tuple[str | int, ...]

OF_THE_WRITER: Final[dict[Path, frozenset[str]]] = {
    ("/Info",): frozenset({"/ModDate", "/Producer"}),
    ("/Root",): frozenset({"/Version", "/Extensions", "/Metadata"}),
    ("/Root", "/AcroForm"): frozenset({"/SigFlags"}),
}
"""What a program that signs writes of itself: none of it is drawn, or acts."""
NOTHING: Final[frozenset[str]] = frozenset()
ORDER: Final = tuple(ChangeKind)
FIELDS: Final[Path] = ("/Root", "/AcroForm", "/Fields")
ELSEWHERE: Final = frozenset({"/P", "/Parent", "/Data"})
"""Where a field leads out of itself; that is compared on its own way, from the catalogue."""
KINDS: Final = {
    "/Font": ChangeKind.FONT,
    "/Annots": ChangeKind.ANNOTATION,
    "/AcroForm": ChangeKind.FIELD,
    "/Info": ChangeKind.INFO,
    "/Metadata": ChangeKind.INFO,
    "/Pages": ChangeKind.PAGE,
}
"""What a difference is called, by the first of these that stands on the way to it."""


def changes_between(before: bytes, after: bytes) -> tuple[Change, ...]:
    """Return what differs between two states of a file, each named once.

    States that cannot be compared count as changed.
    """
    try:
        comparison = _Comparison(*(PdfFileReader(io.BytesIO(one)) for one in (before, after)))
        return tuple(_named(dict.fromkeys(comparison.changes())))
    except Exception:  # noqa: BLE001 - a hostile file may break the parser anywhere
        return (Change(ChangeKind.OTHER),)


class _Comparison:
    """Walks two states side by side; every pair of objects is looked at once."""

    def __init__(self, old: PdfFileReader, new: PdfFileReader) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[int, int]] = set()
        self._waiting: list[tuple[Any, Any, Path]] = []

    def changes(self) -> Iterator[Change]:
        """Yield the differences: fields first, since a page leads to them by another way."""
        old, new = self._old.trailer_view, self._new.trailer_view
        yield from self._fields(old["/Root"], new["/Root"])
        for name in ("/Root", "/Info"):
            self._waiting.append((old.get(name), new.get(name), (name,)))
            yield from self._walk()

    def _fields(self, old_root: Any, new_root: Any) -> Iterator[Change]:
        before, after = (list(_fields_of(root)) for root in (old_root, new_root))
        if [_number(one) for one in before] != [_number(one) for one in after]:
            added = [one for one in after if _number(one) not in map(_number, before)]
            yield from map(_addition, added or after)
            return
        for old_ref, new_ref in zip(before, after, strict=True):
            if isinstance(old_ref, generic.IndirectObject):
                self._seen.add(_number(old_ref))
                yield from self._field(_followed(old_ref), _followed(new_ref))

    def _field(self, old: Any, new: Any) -> Iterator[Change]:
        filling = late_filling(old, new)
        if filling is not None:
            yield filling.change
        way = (*FIELDS, str(entry(old, "/T", "")))
        self._compare_dicts(old, new, way, filling.keys if filling else NOTHING)
        yield from self._walk(ELSEWHERE)

    def _walk(self, elsewhere: frozenset[str] = NOTHING) -> Iterator[Change]:
        while self._waiting:
            old, new, path = self._waiting.pop()
            if path[-1] in elsewhere:
                if _number(old) != _number(new):
                    yield _difference(path)
            elif not self._is_alike(old, new, path):
                yield _difference(path)

    def _is_alike(self, old: Any, new: Any, path: Path) -> bool:
        """Whether two parts are the same in themselves; what lies in them waits for its turn."""
        if isinstance(old, generic.IndirectObject) and isinstance(new, generic.IndirectObject):
            return self._is_same_reference(old, new, path)
        if type(old) is not type(new):
            return False
        if isinstance(old, generic.StreamObject) and old.encoded_data != new.encoded_data:
            return False
        if isinstance(old, generic.DictionaryObject):
            return self._compare_dicts(old, new, path, OF_THE_WRITER.get(path, NOTHING))
        if isinstance(old, generic.ArrayObject):
            items = list(enumerate(zip(old, new, strict=False)))
            self._waiting += [(*pair, (*path, number)) for number, pair in items]
            return len(old) == len(new)
        return bool(old == new)

    def _is_same_reference(self, old: Any, new: Any, path: Path) -> bool:
        if _number(old) != _number(new):
            return False
        if _number(old) not in self._seen:
            self._seen.add(_number(old))
            self._waiting.append((_followed(old), _followed(new), path))
        return True

    def _compare_dicts(self, old: Any, new: Any, path: Path, ignored: frozenset[str]) -> bool:
        """Let the common entries wait for their turn; say whether there are no others."""
        mine, its = (
            {str(name): value for name, value in one.items() if name not in ignored}
            for one in (old, new)
        )
        common = mine.keys() & its.keys()
        self._waiting += [(mine[name], its[name], (*path, name)) for name in sorted(common)]
        odd = sorted(mine.keys() ^ its.keys())
        self._waiting += [(mine.get(name), its.get(name), (*path, name)) for name in odd]
        return True


def _named(changes: Iterable[Change]) -> list[Change]:
    """Return the changes in a fixed order, without those that another one tells more of."""
    found = sorted(changes, key=lambda one: (ORDER.index(one.kind), one.detail))
    told = {one.kind for one in found if one.detail}
    return [one for one in found if one.detail or one.kind not in told]


def _fields_of(root: Any) -> Any:
    return entry(entry(root, "/AcroForm", {}), "/Fields", ())


def _addition(reference: Any) -> Change:
    field = _followed(reference)
    name = str(entry(field, "/T", ""))
    is_signature = entry(field, "/FT") == "/Sig"
    return Change(ChangeKind.SIGNATURE if is_signature else ChangeKind.FIELD, name)


def _difference(path: Path) -> Change:
    kind = next((kind for name, kind in KINDS.items() if name in path), ChangeKind.OTHER)
    if kind is ChangeKind.FIELD and path[: len(FIELDS)] == FIELDS and len(path) > len(FIELDS):
        return Change(kind, str(path[len(FIELDS)]))
    return Change(kind, _page(path) if kind is ChangeKind.PAGE else "")


def _page(path: Path) -> str:
    """Return the number of the page, where the pages lie in one flat list as in our letters."""
    if path[1:3] != ("/Pages", "/Kids") or len(path) < 4 or "/Kids" in path[3:]:  # noqa: PLR2004
        return ""
    return str(int(path[3]) + 1)


def _number(reference: Any) -> Any:
    if isinstance(reference, generic.IndirectObject):
        return reference.idnum, reference.generation
    return reference


def _followed(reference: Any) -> Any:
    return reference.get_object()
