"""``motcua charge``: what a dossier costs, what was let off, collected, given back."""

import argparse
from collections.abc import Callable
from typing import Any

from app.cli.answers import Answer
from app.cli.letters import read_day
from app.cli.parser_parts import Commands, Parser, acting, command, group, pair
from app.cli.program import open_for_acting
from app.core.charges import PaymentMethod
from app.core.clock import local_day
from app.core.money import format_money
from app.services import charge_table, charging, lookup
from app.services.charging import Account, Collected

Words = argparse.Namespace


def add_money(commands: Commands) -> None:
    """Add the commands about money."""
    inner = group(commands, "charge", "phí, lệ phí của hồ sơ")
    _of_one(inner, "show", show, "còn phải thu, đã thu, đã hoàn")
    setting = _of_one(inner, "assess", assess, "ghi mức thu của khoản chưa có mức")
    setting.add_argument("--amount", type=pair, action="append", default=[], metavar="KHOẢN=ĐỒNG")
    let_off = _of_one(inner, "waive", waive, "miễn, giảm một khoản")
    let_off.add_argument("--charge", type=int, default=1, metavar="KHOẢN")
    let_off.add_argument("--amount", type=int, metavar="ĐỒNG", help="mặc định: miễn cả khoản")
    let_off.add_argument("--ground", required=True, help="căn cứ")
    taken = _of_one(inner, "collect", collect, "thu tiền")
    taken.add_argument("--amount", type=int, metavar="ĐỒNG", help="mặc định: phần còn lại")
    taken.add_argument("--method", choices=[str(one) for one in PaymentMethod], default="cash")
    taken.add_argument("--payer", default="")
    taken.add_argument("--reference", default="", help="số giao dịch khi chuyển khoản")
    back = _of_one(inner, "reverse", reverse, "hoàn một lần thu")
    back.add_argument("--payment", type=int, required=True, metavar="LẦN_THU")
    back.add_argument("--reason", required=True)
    fixed = acting(command(inner, "set", set_by_province, "mức thu do tỉnh quyết định"))
    fixed.add_argument("procedure", metavar="THỦ_TỤC")
    fixed.add_argument("--charge", type=int, default=1, metavar="KHOẢN")
    fixed.add_argument("--amount", type=int, required=True, metavar="ĐỒNG")
    fixed.add_argument("--from", dest="first", metavar="NGÀY")
    fixed.add_argument("--until", dest="last", metavar="NGÀY")
    fixed.add_argument("--decision", required=True, help="nghị quyết, quyết định của tỉnh")


def show(arguments: Words) -> Answer:
    """Show the money of a dossier."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        return _told(charging.account(session, program.office, row.dossier_id))


def assess(arguments: Words) -> Answer:
    """Set amounts that the catalogue leaves open."""
    return _told(_act(arguments, charging.assess, dict(arguments.amount)))


def waive(arguments: Words) -> Answer:
    """Let a charge off."""
    told = {"amount": arguments.amount, "ground": arguments.ground}
    return _told(_act(arguments, charging.waive, arguments.charge, **told))


def collect(arguments: Words) -> Answer:
    """Take money."""
    done: Collected = _act(
        arguments,
        charging.collect,
        amount=arguments.amount,
        method=PaymentMethod(arguments.method),
        payer=arguments.payer,
        reference=arguments.reference,
    )
    answer = _told(done.account)
    facts = answer.facts | {"notice_id": done.notice_id, "taken": done.payment.amount}
    return Answer(facts, [f"Đã thu {format_money(done.payment.amount)}", *answer.lines])


def reverse(arguments: Words) -> Answer:
    """Give a payment back."""
    return _told(_act(arguments, charging.reverse, arguments.payment, reason=arguments.reason))


def set_by_province(arguments: Words) -> Answer:
    """Let the province's amount hold for a fee."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        first = read_day(arguments.first) if arguments.first else local_day(program.at)
        charge_table.set_by_province(
            session,
            program.office,
            arguments.procedure,
            arguments.charge,
            amount=arguments.amount,
            valid_from=first,
            valid_to=read_day(arguments.last) if arguments.last else None,
            decision=arguments.decision,
            actor=program.actor,
            at=program.at,
        )
    told = f"{arguments.procedure}, khoản {arguments.charge}: {format_money(arguments.amount)}"
    return Answer({"valid_from": first, "amount": arguments.amount}, [told])


def _act(arguments: Words, use_case: Callable[..., Any], *args: object, **told: object) -> Any:
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        known = {"actor": program.actor, "at": program.at}
        return use_case(session, program.office, row.dossier_id, *args, **known, **told)


def _told(found: Account) -> Answer:
    facts: dict[str, Any] = {
        "code": found.code,
        "owed": found.owed,
        "collected": found.collected,
        "left": found.left,
        "charges": [
            {"charge": one.ordinal, "name": one.name, "amount": one.amount, "waived": one.waived}
            for one in found.charges
        ],
        "payments": [
            {"payment": one.ordinal, "amount": one.amount, "method": one.method}
            | {"reversed_at": one.reversed_at}
            for one in found.payments
        ],
    }
    lines = [
        f"{one.ordinal}. {one.name}: "
        + ("chưa có mức" if one.amount is None else format_money(one.owed))
        for one in found.charges
    ]
    left = "chưa xác định" if found.left is None else format_money(found.left)
    return Answer(facts, [*lines, f"Đã thu {format_money(found.collected)}, còn {left}"])


def _of_one(commands: Commands, name: str, act: object, said: str) -> Parser:
    parser = acting(command(commands, name, act, said))
    parser.add_argument("code", metavar="MÃ")
    return parser
