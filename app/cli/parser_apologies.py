"""The words of ``motcua apology``, ``result``, ``report`` and ``trust``."""

from pathlib import Path

from app.cli import (
    apologies,
    apology_choices,
    apology_delivery,
    apology_signing,
    escalations,
    letters,
    reports,
    results,
    trusted,
)
from app.cli.parser_parts import Commands, Parser, acting, command, group
from app.core.apologies import ApologyState, DeliveryChannel
from app.services.apology_choices import FORM, OFFICIAL_LETTER
from app.services.apology_report import Grouping


def add_apologies(commands: Commands) -> None:
    """Add every command about apologies."""
    inner = group(commands, "apology", "sổ xin lỗi và thư xin lỗi")
    _add_ledger(inner)
    _add_writing(inner)
    _add_signing(inner)
    _add_delivery(inner)
    _add_decisions(inner)
    _add_choices(inner)
    _figures(inner, "figures")
    _add_results(commands)
    _add_trust(commands)


def add_letter_files(commands: Commands) -> Commands:
    """Add ``letter``: the file of a letter; return where its commands are added."""
    inner = group(commands, "letter", "tệp thư xin lỗi")
    pdf = command(inner, "pdf", letters.pdf, "ghi thư ra tệp: bản thảo, hoặc bản đã ký")
    _code(pdf).add_argument("--out", type=Path, required=True)
    pdf.add_argument("--for-pen", action="store_true", help="bản để ký tay, đóng dấu trên giấy")
    return inner


def _code(parser: Parser) -> Parser:
    parser.add_argument("code", metavar="MÃ")
    return parser


def _codes(parser: Parser, *, may_be_all: bool = False) -> Parser:
    parser.add_argument("codes", metavar="MÃ", nargs="*" if may_be_all else "+")
    if may_be_all:
        parser.add_argument("--all", action="store_true", help="mọi thư đang chờ việc này")
    return parser


def _add_ledger(inner: Commands) -> None:
    owed = acting(command(inner, "owed", apologies.owed, "thư còn phải làm, ai làm tiếp"))
    states = [str(one) for one in ApologyState]
    owed.add_argument("--state", action="append", choices=states, help="chỉ những bước này")
    acting(command(inner, "tick", apologies.tick, "mở các nghĩa vụ xin lỗi đã đến ngày"))
    acting(_code(command(inner, "show", apologies.show, "mọi việc xin lỗi của một hồ sơ")))
    blame = acting(_code(command(inner, "blame", apologies.blame, "ghi nguyên nhân chậm")))
    blame.add_argument("--cause", required=True, metavar="KHOÁ", help="xem: apology choices show")
    _add_fault(blame)


def _add_fault(parser: Parser) -> None:
    parser.add_argument("--department", default="", help="bộ phận để chậm")
    parser.add_argument("--note", default="", help="nói rõ thêm")


def _add_writing(inner: Commands) -> None:
    draft = acting(_code(command(inner, "draft", apologies.draft, "soạn thư")))
    _add_fault(draft)
    preview = acting(_code(command(inner, "preview", apologies.preview, "xem trước, không ghi sổ")))
    preview.add_argument("--out", type=Path, required=True)
    for one in (draft, preview):
        one.add_argument("--reason", default="", help="lý do ghi trong thư")
        one.add_argument("--cause", default="", metavar="KHOÁ", help="nguyên nhân trong danh mục")
        one.add_argument("--new-date", metavar="NGÀY", help="bỏ trống khi đã có kết quả")
    acting(_codes(command(inner, "submit", apologies.submit, "trình ký")))
    back = acting(_code(command(inner, "send-back", apologies.send_back, "trả thư lại")))
    back.add_argument("--why", required=True, help="vì sao, để người soạn biết phải sửa gì")


def _add_signing(inner: Commands) -> None:
    sign = command(inner, "sign", apology_signing.sign, "ký số: tệp PKCS#12 hoặc thiết bị")
    issue = command(inner, "issue", apology_signing.issue, "lấy số, đóng dấu và phát hành")
    for one in (sign, issue):
        _key(acting(_codes(one, may_be_all=True)))
    issue.add_argument("--number", default="", help="số của thư đầu; bỏ trống: số trống kế tiếp")
    acting(_codes(command(inner, "forward", apology_signing.forward, "không chờ dấu thời gian")))
    acting(command(inner, "stamp", apology_signing.stamp, "lấy dấu thời gian cho mọi thư còn chờ"))
    paper = command(inner, "paper", apology_signing.on_paper, "phát hành thư đã ký tay, đóng dấu")
    acting(_code(paper)).add_argument("--number", default="", help="số ghi trên giấy")
    paper.add_argument("--day", metavar="NGÀY", help="ngày ghi trên giấy; mặc định hôm nay")
    paper.add_argument("--signer", required=True, metavar="HỌ TÊN", help="người ký trên giấy")
    paper.add_argument("--scan", type=Path, help="bản quét: PDF, PNG hoặc JPEG")


def _key(parser: Parser) -> None:
    key = parser.add_mutually_exclusive_group(required=True)
    key.add_argument("--p12", type=Path, metavar="TỆP", help="mật khẩu ở dòng đầu của đầu vào")
    key.add_argument(
        "--token", type=Path, metavar="THƯ_VIỆN", help="thư viện PKCS#11; mã PIN ở dòng đầu"
    )
    parser.add_argument("--serial", default="", help="số chứng thư trên thiết bị")
    parser.add_argument("--label", default="", help="nhãn thiết bị")
    parser.add_argument("--last-try", action="store_true", help="vẫn thử khi PIN còn một lần")
    parser.add_argument("--picture", type=Path, metavar="PNG", help="hình chữ ký hoặc con dấu")


def _add_delivery(inner: Commands) -> None:
    deliver = acting(
        _code(command(inner, "deliver", apology_delivery.deliver, "ghi nhận đã giao thư"))
    )
    channels = [str(one) for one in DeliveryChannel]
    deliver.add_argument("--channel", choices=channels, default=channels[0])
    deliver.add_argument("--receiver", default="", metavar="HỌ TÊN", help="người nhận, ký bản lưu")
    deliver.add_argument("--reference", default="", help="số hiệu bưu gửi, địa chỉ, số điện thoại")
    deliver.add_argument("--when", metavar="ISO", help="lúc giao; mặc định bây giờ")
    deliver.add_argument("--note", default="")
    deliver.add_argument("--proof", type=Path, metavar="TỆP", help="PDF, PNG hoặc JPEG")
    proof = group(inner, "proof", "minh chứng giao thư")
    added = acting(_code(command(proof, "add", apology_delivery.add_proof, "đính kèm")))
    added.add_argument("file", type=Path)
    acting(_code(command(proof, "list", apology_delivery.list_proofs, "liệt kê")))
    saved = acting(command(proof, "save", apology_delivery.save_proof, "ghi ra tệp"))
    saved.add_argument("proof_id", metavar="MINH_CHỨNG")
    saved.add_argument("--out", type=Path, required=True)


def _add_decisions(inner: Commands) -> None:
    acting(command(inner, "escalations", escalations.undecided, "việc chờ cấp trên quyết định"))
    decide = command(inner, "decide", escalations.decide, "ghi quyết định của cấp trên")
    acting(_code(decide)).add_argument("--reason", required=True)
    decide.add_argument("--document-number", required=True, metavar="SỐ")
    decide.add_argument("--document-day", metavar="NGÀY", help="mặc định hôm nay")
    decide.add_argument("--new-date", required=True, metavar="NGÀY")


def _add_choices(inner: Commands) -> None:
    choices = group(inner, "choices", "thiết lập của cơ quan về thư xin lỗi")
    acting(command(choices, "show", apology_choices.show, "xem"))
    changed = acting(command(choices, "set", apology_choices.change, "đổi, áp dụng từ hôm nay"))
    changed.add_argument("--days-before", type=int, metavar="N")
    changed.add_argument("--department", action="append", help="lặp lại cho từng bộ phận")
    changed.add_argument(
        "--cause", action="append", metavar="KHOÁ=CÂU[=chờ]", help="lặp lại cho cả danh mục"
    )
    changed.add_argument("--superior-login", metavar="TÀI_KHOẢN")
    changed.add_argument("--superior-name", metavar="HỌ TÊN")
    changed.add_argument("--superior-position", metavar="CHỨC VỤ")
    changed.add_argument("--hold", choices=("on", "off"), help="không thư thì không nhận kết quả")
    changed.add_argument("--form", choices=(FORM, OFFICIAL_LETTER))
    changed.add_argument("--time-stamp-url", metavar="URL", help="rỗng: không dùng")


def _add_results(commands: Commands) -> None:
    result = group(commands, "result", "kết quả từ bộ phận chuyên môn")
    taken = acting(_code(command(result, "receive", results.receive, "nhận kết quả về quầy")))
    taken.add_argument("--department", default="", help="bộ phận chuyên môn")
    _figures(group(commands, "report", "báo cáo"), "apologies")


def _figures(inner: Commands, name: str) -> None:
    figures = acting(command(inner, name, reports.apologies, "tỷ lệ xin lỗi"))
    figures.add_argument("--from", dest="first", metavar="NGÀY")
    figures.add_argument("--to", dest="last", metavar="NGÀY")
    groupings = [str(one) for one in Grouping]
    figures.add_argument("--by", action="append", choices=groupings, default=[])
    figures.add_argument("--list", action="store_true", help="cả hai danh sách hồ sơ")


def _add_trust(commands: Commands) -> None:
    inner = group(commands, "trust", "chứng thư gốc mà cơ quan tin cậy")
    command(inner, "list", trusted.show, "liệt kê")
    taken = acting(command(inner, "import", trusted.take_in, "nhập từ tệp PEM, DER hoặc PKCS#7"))
    taken.add_argument("files", nargs="+", type=Path, metavar="TỆP")
    gone = acting(command(inner, "remove", trusted.remove, "thôi tin cậy"))
    gone.add_argument("fingerprint", metavar="DẤU_VÂN_TAY")
