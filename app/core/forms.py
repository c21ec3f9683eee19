"""Form versions (mẫu biểu): number, title and wording are data with a validity, never code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FormVersion:
    """One form of a circular as it stands between two days.

    ``wording`` maps a wording's name (``before``, ``after`` the appointment) to its paragraphs with
    ``{placeholders}`` and ``**bold**`` spans; forms without running text have none.
    """

    kind: str
    number: str
    title: str
    legal_basis: str
    paper: str
    valid_from: date
    valid_to: date | None
    is_verified: bool
    source: str
    wording: Mapping[str, tuple[str, ...]]
    closing: str
    symbol: str
