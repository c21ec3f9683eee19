"""The acts about money in sentences for people."""

from collections.abc import Callable

from app.core.money import format_money
from app.ui.apology_history import Facts, with_reason

METHODS = {"cash": "tiền mặt", "transfer": "chuyển khoản"}


def _assessed(facts: Facts) -> str:
    total = sum(facts["amounts"].values())
    return f"Xác định mức thu {format_money(total)}."


def _waived(facts: Facts) -> str:
    return with_reason(f"Miễn, giảm {format_money(facts['waived'])}", facts["ground"])


def _collected(facts: Facts) -> str:
    paid = facts["payment"]
    shown = f" số {paid['reference']}" if paid["reference"] else ""
    how = f"{METHODS[paid['method']]}{shown}"
    return f"Thu {format_money(paid['amount'])} của {paid['payer']}, {how}."


def _reversed(facts: Facts) -> str:
    return with_reason(f"Hoàn lần thu {facts['ordinal']}", facts["reason"])


MONEY_SENTENCES: dict[str, Callable[[Facts], str]] = {
    "charge.assessed": _assessed,
    "charge.waived": _waived,
    "charge.collected": _collected,
    "charge.reversed": _reversed,
}
