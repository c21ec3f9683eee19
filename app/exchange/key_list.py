"""The list of public keys as a file: how one desk's key gets to the agency's other desks.

Public parts only. A key's id is computed from the key, so a changed line is found; whether the file
comes from one's own agency is for the person who brings it, who can compare ids by telephone.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from app.services.receipt_keys import IMPORTED, KeyListWrong, PublicKey

KIND: Final = "motcua-receipt-keys"
SCHEMA: Final = 1
MOST_BYTES: Final = 1_000_000


class _Line(BaseModel):
    """One key."""

    model_config = ConfigDict(extra="forbid")

    key_id: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    public_key: str
    station: str
    valid_from: AwareDatetime
    valid_to: AwareDatetime | None
    revoked_at: AwareDatetime | None
    reason: str


class _List(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["motcua-receipt-keys"]
    schema_number: Annotated[Literal[1], Field(alias="schema")]
    agency: str
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
                "station": key.station_id,
                "valid_from": key.valid_from.isoformat(),
                "valid_to": _moment(key.valid_to),
                "revoked_at": _moment(key.revoked_at),
                "reason": key.reason,
            }
            for key in keys
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def read_key_list(path: Path, agency_code: str) -> tuple[PublicKey, ...]:
    """Read a list of the same agency's keys.

    Raises:
        KeyListWrong: not such a list, another agency's, or unreadable.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise KeyListWrong(problem=path.name)
        read = _List.model_validate_json(path.read_bytes())
        keys = tuple(_key(line) for line in read.keys)
    except (OSError, ValidationError, binascii.Error):
        raise KeyListWrong(problem=path.name) from None
    if read.agency != agency_code:
        raise KeyListWrong(problem=read.agency)
    return keys


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
