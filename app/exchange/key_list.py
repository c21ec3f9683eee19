"""The list of public keys as a file: how one desk's key gets to the agency's other desks.

Public parts only. A key's id is computed from the key, so a changed line is found; whether the file
comes from one's own agency is for the person who brings it, who can compare ids by telephone.
"""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from app.core.clock import VIETNAM
from app.core.text import clean_line
from app.services.receipt_keys import IMPORTED, LONGEST_WORDS, KeyListWrong, PublicKey

KIND: Final = "motcua-receipt-keys"
SCHEMA: Final = 1
MOST_BYTES: Final = 1_000_000
EARLIEST: Final = datetime(2020, 1, 1, tzinfo=VIETNAM)
LATEST: Final = datetime(2101, 1, 1, tzinfo=VIETNAM)
"""Further years overflow when told in another time zone, and no key of ours is of them."""
LONGEST_PLACE: Final = 60

_Words = Annotated[str, Field(max_length=LONGEST_WORDS), AfterValidator(clean_line)]
_Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)]


class _Line(BaseModel):
    """One key: 32 bytes are 43 signs of Base64 and one to fill up."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key_id: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
    station: _Words
    valid_from: _Moment
    valid_to: _Moment | None
    revoked_at: _Moment | None
    reason: _Words


class _List(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Literal["motcua-receipt-keys"]
    schema_number: Annotated[int, Field(alias="schema", ge=SCHEMA, le=SCHEMA)]
    agency: _Words
    keys: list[_Line]


def key_list_bytes(agency_code: str, keys: Sequence[PublicKey]) -> bytes:
    """Return the list of an agency's keys as the bytes of a file."""
    told = {
        "kind": KIND,
        "schema": SCHEMA,
        "agency": agency_code,
        "keys": [
            {
                "key_id": key.key_id,
                "public_key": base64.b64encode(key.public_key).decode(),
                "station": key.station_id[:LONGEST_WORDS],
                "valid_from": key.valid_from.isoformat(),
                "valid_to": _moment(key.valid_to),
                "revoked_at": _moment(key.revoked_at),
                "reason": key.reason[:LONGEST_WORDS],
            }
            for key in keys
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def read_key_list(path: Path, agency_code: str) -> tuple[PublicKey, ...]:
    """Read a list of the same agency's keys.

    Raises:
        KeyListWrong: not such a list, another agency's, unreadable, or anything in it is wrong.
    """
    try:
        read = _List.model_validate_json(_data(path))
    except ValidationError as error:
        place = error.errors()[0]["loc"]
        reason = "bad_line" if len(place) > 1 else "not_a_list"
        raise KeyListWrong(reason=reason, problem=f"{path.name}{_told(place)}") from None
    if read.agency != agency_code:
        raise KeyListWrong(reason="other_agency", problem=read.agency)
    return tuple(_key(line) for line in read.keys)


def _data(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        raise KeyListWrong(reason="unreadable", problem=path.name) from None
    if len(data) > MOST_BYTES:
        raise KeyListWrong(reason="too_large", problem=path.name)
    return data


def _told(place: tuple[int | str, ...]) -> str:
    """Return where in the file, e.g. ``: keys[3].valid_from``; a name in it is the file's own."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    where = clean_line("".join(steps).lstrip("."))[:LONGEST_PLACE]
    return f": {where}" if where else ""


def _key(line: _Line) -> PublicKey:
    return PublicKey(
        key_id=line.key_id,
        public_key=base64.b64decode(line.public_key, validate=True),
        station_id=line.station,
        origin=IMPORTED,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        revoked_at=line.revoked_at,
        reason=line.reason,
    )


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
