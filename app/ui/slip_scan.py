"""A scanned slip: read its seal, judge it off the screen's thread, hand the verdict on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.core.sealed import read_sealed

if TYPE_CHECKING:
    from app.services.slip_check import SlipVerdict
    from app.ui.desk import Desk


def judge_scan(
    desk: "Desk",
    text: str,
    done: "Callable[[SlipVerdict], None]",
    failed: Callable[[AppError], None],
) -> None:
    """Judge a scanned text that ends in a slip's sealed digits; one of the two is called."""
    from app.services import slip_check

    try:
        sealed = read_sealed(text)
    except AppError as error:
        failed(error)
        return
    desk.ask(slip_check.judge, sealed, _is_genuine, key="slip.judge", done=done, failed=failed)


def _is_genuine(public_key: bytes, signed: bytes, signature: bytes) -> bool:
    from app.signing.receipt_keys import is_genuine  # on the worker: slow to load

    return is_genuine(public_key, signed, signature)
