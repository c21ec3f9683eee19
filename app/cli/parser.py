"""The command line: what each command takes; complaints are one Vietnamese line."""

import argparse
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from app.cli import (
    demo,
    desk,
    dossiers,
    letters,
    papers,
    printers,
    seals,
    self_test,
    simulate,
    spool,
)
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
    _add_papers(commands)
    _add_printing(commands)
    _add_seals(commands)
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


def _add_papers(commands: Commands) -> None:
    paper = _command(commands, "paper", None, "ghi giấy tờ của quầy ra tệp PDF")
    inner = paper.add_subparsers(dest="paper_kind", required=True, parser_class=Parser)
    made = {kind: _acting(_command(inner, kind, papers.write, said)) for kind, said in PAPERS}
    for one in made.values():
        one.add_argument("--out", type=Path, required=True)
        one.add_argument("--paper", choices=("A5", "A4", "A5-landscape", "A4-landscape"))
    for kind in papers.ONE_DOSSIER:
        made[kind].add_argument("code", metavar="MÃ")
    for kind in ("dossier_handover", "result_handover"):
        made[kind].add_argument("codes", nargs="*", metavar="MÃ")
    for kind in ("supplement_request", "refusal", "stop_notice"):
        made[kind].add_argument("--reason", action="append", default=[], help="lý do")
    made["supplement_request"].add_argument("--item", action="append", default=[], help="nội dung")
    for kind in ("refusal", "stop_notice"):
        made[kind].add_argument("--ground", default="", help="căn cứ pháp lý")
    for kind in ("control_sheet", "dossier_handover", "result_handover"):
        made[kind].add_argument("--department", default="", help="bộ phận chuyên môn")
    made["control_sheet"].add_argument("--partner", default="", help="cơ quan phối hợp")
    made["charge_note"].add_argument("--amount", action="append", type=int, default=[], help="đồng")
    made["result_handover"].add_argument(
        "--post", action="append", default=[], metavar="MÃ", help="trả qua bưu điện"
    )
    for kind in ("register", "dossier_handover"):
        made[kind].add_argument("--from", dest="first", metavar="NGÀY")
        made[kind].add_argument("--to", dest="last", metavar="NGÀY")


PAPERS = (
    ("supplement_request", "phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    ("refusal", "phiếu từ chối tiếp nhận giải quyết hồ sơ"),
    ("stop_notice", "thông báo dừng giải quyết hồ sơ"),
    ("control_sheet", "phiếu kiểm soát quá trình giải quyết hồ sơ"),
    ("register", "sổ theo dõi hồ sơ"),
    ("result_receipt", "giấy biên nhận trả kết quả"),
    ("result_handover", "phiếu bàn giao kết quả"),
    ("dossier_handover", "giấy bàn giao hồ sơ"),
    ("charge_note", "phiếu thu phí, lệ phí"),
)


def _add_printing(commands: Commands) -> None:
    known = _command(commands, "printers", None, "máy in của quầy này")
    inner = known.add_subparsers(dest="action", required=True, parser_class=Parser)
    shown = _command(inner, "list", printers.show, "các máy in, tình trạng của chúng")
    shown.add_argument("--find", action="store_true", help="tìm cả máy in máy tính này thấy được")
    tried = _command(inner, "test", printers.test, "in phiếu thử")
    tried.add_argument("printer", nargs="?", metavar="MÁY_IN")
    used = _command(inner, "use", printers.use, "thêm hoặc sửa một máy in")
    used.add_argument("printer", metavar="MÁY_IN")
    for name in ("--kind", "--target", "--profile", "--papers", "--fallback", "--ack"):
        used.add_argument(name)
    used.add_argument("--width", dest="width_mm", type=int, choices=(80, 58))
    used.add_argument("--dpi", type=int, choices=(203, 180))
    used.add_argument("--baud", type=int)

    queue = _command(commands, "spool", None, "hàng chờ in")
    inner = queue.add_subparsers(dest="action", required=True, parser_class=Parser)
    listed = _command(inner, "list", spool.show, "các lệnh in, lệnh cần trả lời đứng đầu")
    listed.add_argument("--most", type=int, default=50, metavar="N")
    for name, act, said in (
        ("steps", spool.steps, "diễn biến của một lệnh in"),
        ("confirm", spool.confirm, "phiếu đã ra giấy đầy đủ"),
        ("reprint", spool.reprint, "phiếu chưa ra hoặc in dở: in bản có dấu in lại"),
        ("now", spool.print_now, "in phiếu để lâu"),
        ("void", spool.void, "không cần in nữa"),
    ):
        one = _command(inner, name, act, said)
        one.add_argument("job", metavar="LỆNH_IN|MÃ_HỒ_SƠ")
        if name != "steps":
            one.add_argument("--as", dest="login", help="tài khoản thực hiện")
        if name in ("reprint", "void"):
            one.add_argument("--reason", required=True)
    served = _command(inner, "run", spool.run, "in các phiếu đang chờ")
    served.add_argument("--printer", metavar="MÁY_IN")


def _add_seals(commands: Commands) -> None:
    judged = _command(commands, "verify", seals.verify, "giấy hẹn thật hay giả, còn hiệu lực không")
    judged.add_argument("text", metavar="CHỮ_TRONG_QR")
    keys = _command(commands, "keys", None, "khoá xác thực giấy hẹn")
    inner = keys.add_subparsers(dest="action", required=True, parser_class=Parser)
    _command(inner, "list", seals.show, "các khoá công khai, nơi cất khoá riêng của quầy này")
    _acting(_command(inner, "rotate", seals.rotate, "lập khoá mới cho quầy này"), timed=False)
    revoked = _acting(_command(inner, "revoke", seals.revoke, "thu hồi một khoá"), timed=False)
    revoked.add_argument("key_id", metavar="KHOÁ")
    revoked.add_argument("--reason", required=True)
    _command(inner, "export", seals.export, "ghi danh sách khoá ra tệp").add_argument(
        "file", type=Path
    )
    taken = _acting(_command(inner, "import", seals.take_in, "nhập danh sách khoá"), timed=False)
    taken.add_argument("file", type=Path)


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
