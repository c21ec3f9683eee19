"""The command line: what each command takes; complaints are one Vietnamese line."""

import argparse
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.cli import (
    demo,
    desk,
    dossiers,
    papers,
    printers,
    seals,
    self_test,
    simulate,
    spool,
)
from app.cli.accounts import add_accounts
from app.cli.letter_check import add_letter_check
from app.cli.money import add_money
from app.cli.parser_apologies import add_apologies, add_letter_files
from app.cli.parser_parts import MOMENT, Commands, Parser, acting, command, group, pair
from app.cli.parser_turns import add_turns
from app.cli.trial_keys import add_trial_keys
from app.core.settings import default_data_dir


def build_parser() -> Parser:
    """Return the parser of ``motcua``; each command sets ``run``."""
    parser = Parser(prog="motcua", description="Một Cửa: bộ phận tiếp nhận và trả kết quả.")
    parser.add_argument("--data-dir", type=Path, default=default_data_dir(), help="thư mục dữ liệu")
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", parser_class=Parser)
    _add_desk(commands)
    add_accounts(commands)
    _add_dossiers(commands)
    add_turns(commands)
    add_money(commands)
    add_apologies(commands)
    add_letter_check(add_letter_files(commands))
    _add_papers(commands)
    _add_printing(commands)
    _add_seals(commands)
    _add_trials(commands)
    add_trial_keys(commands)
    return parser


def _add_desk(commands: Commands) -> None:
    init = command(commands, "init", desk.init, "lập cơ quan mới hoặc dữ liệu mẫu")
    init.add_argument("--agency-code")
    init.add_argument("--agency-name")
    init.add_argument("--database", metavar="URL")
    init.add_argument("--sample", action="store_true")
    command(commands, "check", desk.check, "kiểm tra nhật ký và dữ liệu còn nguyên vẹn")
    for name, run, said in (
        ("backup", desk.backup, "sao lưu vào một tệp"),
        ("restore", desk.restore, "khôi phục từ một bản sao lưu"),
    ):
        command(commands, name, run, said).add_argument("file", type=Path)
    confirm = command(commands, "confirm-clock", desk.confirm_clock, "xác nhận đồng hồ máy đúng")
    acting(confirm, timed=False).add_argument("--note", required=True)
    inner = group(commands, "catalogue", "danh mục thủ tục")
    taken = command(inner, "import", desk.import_catalogue, "nhập danh mục từ JSON hoặc Excel")
    acting(taken, timed=False).add_argument("file", type=Path)
    command(inner, "template", desk.catalogue_template, "ghi tệp Excel mẫu").add_argument(
        "file", type=Path
    )


def _add_dossiers(commands: Commands) -> None:
    due = command(commands, "due", dossiers.due, "tính ngày hẹn trả và giải thích")
    kind = due.add_mutually_exclusive_group(required=True)
    kind.add_argument("--procedure", metavar="MÃ")
    for name in ("--working-days", "--calendar-days", "--hours", "--months"):
        kind.add_argument(name, type=_decimal, metavar="N")
    kind.add_argument("--same-day", action="store_true")
    due.add_argument("--case", type=int, default=1)
    due.add_argument("--received", required=True, metavar="ISO", help=MOMENT)

    receive = acting(command(commands, "receive", dossiers.receive, "tiếp nhận một hồ sơ"))
    receive.add_argument("--procedure", required=True, metavar="MÃ")
    receive.add_argument(
        "--card", required=True, metavar="CHUỖI", help="chuỗi quét từ thẻ căn cước"
    )
    receive.add_argument("--case", type=int, default=1)
    receive.add_argument("--channel", choices=("direct", "post", "online"), default="direct")
    receive.add_argument("--phone", default="")
    receive.add_argument("--foreign-code", default="", metavar="MÃ", help="mã do Cổng cấp")

    command(commands, "show", dossiers.show, "xem một hồ sơ").add_argument("code")
    command(commands, "find", dossiers.find, "tìm hồ sơ").add_argument("text")
    receipt = command(commands, "receipt", dossiers.receipt, "ghi giấy hẹn ra tệp")
    receipt.add_argument("code")
    receipt.add_argument("--width", type=int, choices=(80, 58), default=80)
    receipt.add_argument("--format", choices=("png", "escpos", "pdf"), default="pdf")
    receipt.add_argument("--out", type=Path, required=True)
    give = acting(command(commands, "return", dossiers.return_result, "trả kết quả"))
    give.add_argument("code")
    to = give.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", metavar="HỌ TÊN")
    to.add_argument("--tracking", metavar="SỐ_BƯU_GỬI", help="gửi qua bưu chính")
    give.add_argument("--original", type=pair, action="append", default=[], metavar="GIẤY=SỐ_BẢN")
    late = command(commands, "late", dossiers.late, "hồ sơ đến hạn, trễ hẹn, cần xin lỗi")
    late.add_argument("--at", metavar="ISO", help=MOMENT)


def _add_papers(commands: Commands) -> None:
    paper = command(commands, "paper", None, "ghi giấy tờ của quầy ra tệp PDF")
    inner = paper.add_subparsers(dest="paper_kind", required=True, parser_class=Parser)
    made = {kind: acting(command(inner, kind, papers.write, said)) for kind, said in PAPERS}
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
    inner = group(commands, "printers", "máy in của quầy này")
    shown = command(inner, "list", printers.show, "các máy in, tình trạng của chúng")
    shown.add_argument("--find", action="store_true", help="tìm cả máy in máy tính này thấy được")
    tried = command(inner, "test", printers.test, "in phiếu thử")
    tried.add_argument("printer", nargs="?", metavar="MÁY_IN")
    used = command(inner, "use", printers.use, "thêm hoặc sửa một máy in")
    used.add_argument("printer", metavar="MÁY_IN")
    for name in ("--kind", "--target", "--profile", "--papers", "--fallback", "--ack"):
        used.add_argument(name)
    used.add_argument("--width", dest="width_mm", type=int, choices=(80, 58))
    used.add_argument("--dpi", type=int, choices=(203, 180))
    used.add_argument("--baud", type=int)

    inner = group(commands, "spool", "hàng chờ in")
    listed = command(inner, "list", spool.show, "các lệnh in, lệnh cần trả lời đứng đầu")
    listed.add_argument("--most", type=int, default=50, metavar="N")
    for name, act, said in (
        ("steps", spool.steps, "diễn biến của một lệnh in"),
        ("confirm", spool.confirm, "phiếu đã ra giấy đầy đủ"),
        ("reprint", spool.reprint, "phiếu chưa ra hoặc in dở: in bản có dấu in lại"),
        ("now", spool.print_now, "in phiếu để lâu"),
        ("void", spool.void, "không cần in nữa"),
    ):
        one = command(inner, name, act, said)
        one.add_argument("job", metavar="LỆNH_IN|MÃ_HỒ_SƠ")
        if name != "steps":
            one.add_argument("--as", dest="login", help="tài khoản thực hiện")
        if name in ("reprint", "void"):
            one.add_argument("--reason", required=True)
    served = command(inner, "run", spool.run, "in các phiếu đang chờ")
    served.add_argument("--printer", metavar="MÁY_IN")


def _add_seals(commands: Commands) -> None:
    judged = command(commands, "verify", seals.verify, "giấy hẹn thật hay giả, còn hiệu lực không")
    judged.add_argument("text", metavar="CHỮ_TRONG_QR")
    inner = group(commands, "keys", "khoá xác thực giấy hẹn")
    command(inner, "list", seals.show, "các khoá công khai, nơi cất khoá riêng của quầy này")
    acting(command(inner, "rotate", seals.rotate, "lập khoá mới cho quầy này"), timed=False)
    revoked = acting(command(inner, "revoke", seals.revoke, "thu hồi một khoá"), timed=False)
    revoked.add_argument("key_id", metavar="KHOÁ")
    revoked.add_argument("--reason", required=True)
    command(inner, "export", seals.export, "ghi danh sách khoá ra tệp").add_argument(
        "file", type=Path
    )
    taken = acting(command(inner, "import", seals.take_in, "nhập danh sách khoá"), timed=False)
    taken.add_argument("file", type=Path)


def _add_trials(commands: Commands) -> None:
    shown = command(commands, "demo", demo.run, "một buổi sáng ở phường mẫu")
    shown.add_argument("--out", type=Path, default=Path("build/demo"))
    played = command(commands, "simulate", simulate.run, "sinh hồ sơ giả vào dữ liệu mẫu")
    played.add_argument("--at", metavar="ISO", help="diễn đến lúc này; mặc định bây giờ")
    played.add_argument("--dossiers", type=int, required=True)
    played.add_argument("--seed", type=int, default=1)
    command(commands, "self-test", self_test.run, "tự kiểm tra chương trình trên máy này")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise argparse.ArgumentTypeError(text) from None
