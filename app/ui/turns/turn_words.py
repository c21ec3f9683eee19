"""Each turn in one table: its place in the menu, what is asked, the use case, what is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.core.lifecycle import Act
from app.core.standstill import StandstillKind
from app.core.wording import moment_text
from app.services import ending, standing
from app.services.ending import Ended
from app.services.standing import Stood, WentOn

ITEMS, REASONS, GROUND, REQUESTER, REASON = "items", "reasons", "ground", "requester", "reason"
_K = StandstillKind


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn that an officer can ask for.

    ``fields`` are asked for in this order; ``told`` says what was done; ``fixed`` goes to the use
    case besides what was typed.
    """

    act: Act
    menu: str
    title: str
    explains: str
    accept: str
    use_case: Callable[..., Any]
    told: Callable[[Any], str]
    fields: tuple[str, ...] = ()
    fixed: dict[str, Any] = field(default_factory=dict)


def _stood(done: Stood) -> str:
    clock = "tính lại từ đầu" if done.restarts else "tính tiếp phần còn lại"
    return f"Đã tạm dừng thời hạn hồ sơ {done.code}; sau đó {clock}."


def went_on_words(done: WentOn) -> str:
    """Return what is told of a clock that goes on."""
    printed = "; giấy hẹn mới đang in" if done.print_job_id else ", ngày hẹn không đổi"
    return f"Hồ sơ {done.code} giải quyết tiếp, hẹn trả {moment_text(done.due_at)}{printed}."


def _ended(done: Ended) -> str:
    back = f" Trả lại {done.originals} bản chính cho người dân." if done.originals else ""
    return f"Đã kết thúc hồ sơ {done.code}.{back}"


TURNS = (
    Turn(
        Act.REQUEST_SUPPLEMENT,
        "Yêu cầu &bổ sung…",
        "Yêu cầu bổ sung hồ sơ",
        "Chỉ được yêu cầu một lần: ghi đủ mọi thứ còn thiếu. Thời hạn tạm dừng đến khi nhận đủ.",
        "Lập phiếu yêu cầu",
        standing.request_supplement,
        _stood,
        (ITEMS, REASONS, GROUND),
    ),
    Turn(
        Act.REQUEST_PAYMENT,
        "Chờ &nghĩa vụ tài chính…",
        "Chờ thực hiện nghĩa vụ tài chính",
        "Thời hạn tạm dừng đến khi người dân thực hiện xong.",
        "Tạm dừng thời hạn",
        standing.request_payment,
        _stood,
        (REASONS, GROUND),
    ),
    Turn(
        Act.CONFIRM_PAYMENT,
        "Đã &nộp, giải quyết tiếp…",
        "Người dân đã thực hiện nghĩa vụ tài chính",
        "Thời hạn được tính tiếp, giấy hẹn mới tự in.",
        "Giải quyết tiếp",
        standing.go_on,
        went_on_words,
        fixed={"kind": _K.PAYMENT},
    ),
    Turn(
        Act.STOP,
        "&Dừng giải quyết…",
        "Dừng giải quyết hồ sơ",
        "Thông báo dừng phải có lý do và căn cứ pháp lý.",
        "Lập thông báo dừng",
        standing.stop,
        _stood,
        (REASONS, GROUND),
    ),
    Turn(
        Act.RESUME,
        "&Giải quyết tiếp…",
        "Giải quyết tiếp hồ sơ đã dừng",
        "Phần thời hạn còn lại được tính tiếp, giấy hẹn mới tự in.",
        "Giải quyết tiếp",
        standing.go_on,
        went_on_words,
        fixed={"kind": _K.STOP},
    ),
    Turn(
        Act.REFUSE,
        "&Từ chối…",
        "Từ chối giải quyết hồ sơ",
        "Không hoàn tác được. Phiếu từ chối phải nêu lý do; bản chính được trả lại.",
        "Lập phiếu từ chối",
        ending.refuse,
        _ended,
        (REASONS, GROUND),
    ),
    Turn(
        Act.WITHDRAW,
        "Công dân &rút hồ sơ…",
        "Công dân rút hồ sơ",
        "Không hoàn tác được. Bản chính được trả lại cho người dân.",
        "Ghi nhận rút hồ sơ",
        ending.withdraw,
        _ended,
        (REQUESTER, REASON),
    ),
)
