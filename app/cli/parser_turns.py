"""The words of the commands about the turns of a dossier's road."""

from pathlib import Path

from app.cli import turns
from app.cli.parser_parts import Commands, Parser, acting, command, group
from app.core.identity import IdentityKind
from app.core.standstill import ClockRule


def add_turns(commands: Commands) -> None:
    """Add the commands from ``supplement`` to ``handover``."""
    inner = group(commands, "supplement", "yêu cầu và nhận bổ sung hồ sơ")
    asked = _reasoned(_of_one(inner, "request", turns.request_supplement, "lập phiếu yêu cầu"))
    asked.add_argument("--item", action="append", default=[], help="nội dung cần bổ sung")
    asked.add_argument("--answer-by", metavar="NGÀY", help="hạn bổ sung")
    taken = _of_one(inner, "accept", turns.accept_supplement, "nhận đủ giấy tờ, tính lại thời hạn")
    taken.add_argument("--paper", action="append", default=[], metavar="TÊN|CHÍNH|THỰC|SAO")

    ruled = acting(command(inner, "rule", turns.choose_rule, "bổ sung xong tính lại hay tính tiếp"))
    ruled.add_argument("rule", nargs="?", choices=[str(one) for one in ClockRule])
    ruled.add_argument("--procedure", default="", metavar="MÃ", help="chỉ riêng thủ tục này")

    inner = group(commands, "duty", "nghĩa vụ tài chính của công dân")
    _reasoned(_of_one(inner, "request", turns.request_payment, "chờ nộp, tạm dừng thời hạn"))
    _of_one(inner, "done", turns.confirm_payment, "đã nộp, tính tiếp thời hạn")

    _reasoned(_of_one(commands, "stop", turns.stop, "dừng giải quyết hồ sơ"))
    _of_one(commands, "resume", turns.resume, "giải quyết tiếp hồ sơ đã dừng")
    _reasoned(_of_one(commands, "refuse", turns.refuse, "từ chối giải quyết hồ sơ"))
    back = _of_one(commands, "withdraw", turns.withdraw, "công dân rút hồ sơ")
    back.add_argument("--by", required=True, metavar="HỌ TÊN", help="người yêu cầu rút")
    back.add_argument("--reason", required=True)
    kept = command(commands, "notice", turns.save_notice, "ghi một giấy đã cấp ra tệp PDF")
    kept.add_argument("notice_id", metavar="GIẤY")
    kept.add_argument("--out", type=Path, required=True)
    _add_correction(commands)
    _add_hand_over(commands)


def _add_correction(commands: Commands) -> None:
    put_right = _of_one(commands, "correct", turns.correct, "sửa lỗi nhập, giữ lại dấu vết")
    for name in ("--name", "--identity", "--born", "--address", "--phone", "--email", "--note"):
        put_right.add_argument(name)
    put_right.add_argument("--identity-kind", choices=[str(one) for one in IdentityKind])
    put_right.add_argument("--reason", required=True)


def _add_hand_over(commands: Commands) -> None:
    inner = group(commands, "handover", "bàn giao hồ sơ với bộ phận chuyên môn")
    for name, act, said in (
        ("send", turns.forward, "giao danh sách hồ sơ cho bộ phận"),
        ("back", turns.bring_back, "nhận lại hồ sơ từ bộ phận"),
    ):
        one = acting(command(inner, name, act, said))
        one.add_argument("codes", nargs="+", metavar="MÃ")
        for who in ("--department", "--giver", "--receiver"):
            one.add_argument(who, required=True)
        one.add_argument("--counted", type=int, metavar="N", help="số hồ sơ hai bên đếm được")
        one.add_argument("--note", default="")
    acting(command(inner, "list", turns.waiting, "hồ sơ còn ở quầy, phải chuyển đi"))


def _of_one(commands: Commands, name: str, act: object, said: str) -> Parser:
    parser = acting(command(commands, name, act, said))
    parser.add_argument("code", metavar="MÃ")
    return parser


def _reasoned(parser: Parser) -> Parser:
    parser.add_argument("--reason", action="append", default=[], help="lý do")
    parser.add_argument("--ground", default="", help="căn cứ pháp lý")
    return parser
