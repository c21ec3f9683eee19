"""The command line: what each command takes; complaints are one Vietnamese line."""

import argparse
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from app.cli import demo, desk, dossiers, letters, self_test, simulate
from app.core.settings import default_data_dir

MOMENT = "giờ nghiệp vụ, ISO 8601; chỉ dùng được với dữ liệu mẫu"


class UsageWrong(Exception):
    """The words of a command are off; the text says how."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line, told like any other failure."""

    def error(self, message: str) -> NoReturn:
        raise UsageWrong(f"Lệnh chưa đúng ({message}). Xem: {self.prog} --help")


def build_parser() -> Parser:
    """Return the parser of ``motcua``; each command sets ``run``."""
    parser = Parser(prog="motcua", description="Một Cửa: bộ phận tiếp nhận và trả kết quả.")
    parser.add_argument("--data-dir", type=Path, default=default_data_dir(), help="thư mục dữ liệu")
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", parser_class=Parser)
    _add_desk(commands)
    _add_dossiers(commands)
    _add_letters(commands)
    _add_trials(commands)
    return parser


Commands = Any
"""What ``add_subparsers`` returns has no public name."""


def _command(commands: Commands, name: str, run: object, help_text: str) -> Parser:
    parser: Parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    return parser


def _acting(parser: Parser, *, timed: bool = True) -> Parser:
    parser.add_argument("--as", dest="login", help="tài khoản thực hiện")
    if timed:
        parser.add_argument("--at", metavar="ISO", help=MOMENT)
    return parser


def _add_desk(commands: Commands) -> None:
    init = _command(commands, "init", desk.init, "lập cơ quan mới hoặc dữ liệu mẫu")
    init.add_argument("--agency-code")
    init.add_argument("--agency-name")
    init.add_argument("--database", metavar="URL")
    init.add_argument("--sample", action="store_true")
    _command(commands, "check", desk.check, "kiểm tra nhật ký và dữ liệu còn nguyên vẹn")
    for name, run, said in (
        ("backup", desk.backup, "sao lưu vào một tệp"),
        ("restore", desk.restore, "khôi phục từ một bản sao lưu"),
    ):
        _command(commands, name, run, said).add_argument("file", type=Path)
    confirm = _command(commands, "confirm-clock", desk.confirm_clock, "xác nhận đồng hồ máy đúng")
    _acting(confirm, timed=False).add_argument("--note", required=True)
    catalogue = _command(commands, "catalogue", None, "danh mục thủ tục")
    inner = catalogue.add_subparsers(dest="action", required=True, parser_class=Parser)
    taken = _command(inner, "import", desk.import_catalogue, "nhập danh mục từ JSON hoặc Excel")
    _acting(taken, timed=False).add_argument("file", type=Path)
    _command(inner, "template", desk.catalogue_template, "ghi tệp Excel mẫu").add_argument(
        "file", type=Path
    )


def _add_dossiers(commands: Commands) -> None:
    due = _command(commands, "due", dossiers.due, "tính ngày hẹn trả và giải thích")
    kind = due.add_mutually_exclusive_group(required=True)
    kind.add_argument("--procedure", metavar="MÃ")
    for name in ("--working-days", "--calendar-days", "--hours", "--months"):
        kind.add_argument(name, type=_decimal, metavar="N")
    kind.add_argument("--same-day", action="store_true")
    due.add_argument("--case", type=int, default=1)
    due.add_argument("--received", required=True, metavar="ISO", help=MOMENT)

    receive = _acting(_command(commands, "receive", dossiers.receive, "tiếp nhận một hồ sơ"))
    receive.add_argument("--procedure", required=True, metavar="MÃ")
    receive.add_argument(
        "--card", required=True, metavar="CHUỖI", help="chuỗi quét từ thẻ căn cước"
    )
    receive.add_argument("--case", type=int, default=1)
    receive.add_argument("--channel", choices=("direct", "post", "online"), default="direct")
    receive.add_argument("--phone", default="")

    _command(commands, "show", dossiers.show, "xem một hồ sơ").add_argument("code")
    _command(commands, "find", dossiers.find, "tìm hồ sơ").add_argument("text")
    receipt = _command(commands, "receipt", dossiers.receipt, "ghi giấy hẹn ra tệp")
    receipt.add_argument("code")
    receipt.add_argument("--width", type=int, choices=(80, 58), default=80)
    receipt.add_argument("--format", choices=("png", "escpos", "pdf"), default="pdf")
    receipt.add_argument("--out", type=Path, required=True)
    give = _acting(_command(commands, "return", dossiers.return_result, "trả kết quả"))
    give.add_argument("code")
    give.add_argument("--to", required=True, metavar="HỌ TÊN")
    late = _command(commands, "late", dossiers.late, "hồ sơ đến hạn, trễ hẹn, cần xin lỗi")
    late.add_argument("--at", metavar="ISO", help=MOMENT)


def _add_letters(commands: Commands) -> None:
    apology = _command(commands, "apology", None, "thư xin lỗi")
    inner = apology.add_subparsers(dest="action", required=True, parser_class=Parser)
    draft = _acting(_command(inner, "draft", letters.draft, "soạn thư"))
    draft.add_argument("code")
    draft.add_argument("--reason", required=True)
    draft.add_argument("--new-date", required=True, metavar="NGÀY")
    sign = _acting(_command(inner, "sign", letters.sign, "ký thư bằng tệp PKCS#12"))
    sign.add_argument("code")
    sign.add_argument("--p12", type=Path, required=True)
    sign.add_argument("--password-stdin", action="store_true", required=True)
    pdf = _command(inner, "pdf", letters.pdf, "ghi thư ra tệp PDF")
    pdf.add_argument("code")
    pdf.add_argument("--out", type=Path, required=True)


def _add_trials(commands: Commands) -> None:
    shown = _command(commands, "demo", demo.run, "một buổi sáng ở phường mẫu")
    shown.add_argument("--out", type=Path, default=Path("build/demo"))
    played = _command(commands, "simulate", simulate.run, "sinh hồ sơ giả vào dữ liệu mẫu")
    played.add_argument("--dossiers", type=int, required=True)
    played.add_argument("--seed", type=int, default=1)
    _command(commands, "self-test", self_test.run, "tự kiểm tra chương trình trên máy này")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise argparse.ArgumentTypeError(text) from None
