"""The apology owed for a late dossier (nghĩa vụ xin lỗi): when it opens, and its named acts.

NĐ 61/2018 Đ19.9: at the latest one day before expiry the agency sends a letter of apology with the
reason and a new date; "việc hẹn lại ngày trả kết quả được thực hiện không quá một lần".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.core.appointment import apology_owed_from
from app.core.clock import local_day
from app.core.dossiers import Role
from app.core.errors import AppError
from app.core.workcalendar import WorkCalendar


class ApologyState(StrEnum):
    """Where one obligation stands; the value is stored."""

    DUE = "due"  # phải xin lỗi, chưa soạn thư
    DRAFTED = "drafted"  # đã soạn
    SUBMITTED = "submitted"  # chờ ký
    SIGNED = "signed"  # đã ký, chờ dấu thời gian
    AWAITING_SEAL = "awaiting_seal"  # chờ lấy số, đóng dấu
    ISSUED = "issued"  # đã phát hành
    DELIVERED = "delivered"  # đã đến tay người dân
    CLOSED = "closed"  # đã xong, kết quả đã trả
    NOT_OWED = "not_owed"  # không còn phải xin lỗi: có kết quả đúng hẹn

    @property
    def is_owed(self) -> bool:
        """Whether somebody still has to do something so that the letter reaches the citizen."""
        return self in OWED

    @property
    def has_signature(self) -> bool:
        """Whether the leader's hand is on the letter, so that its text is final."""
        return self in _SIGNED


class ApologyAct(StrEnum):
    """What can be done about an obligation."""

    DRAFT = "draft"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    SIGN = "sign"
    STAMP = "stamp"
    FORWARD = "forward"
    ISSUE = "issue"
    ISSUE_ON_PAPER = "issue_on_paper"
    DELIVER = "deliver"
    RETURN_RESULT = "return_result"
    FINISH_ON_TIME = "finish_on_time"


class ApologyActNotAllowed(AppError):
    """The act does not fit where the obligation stands; ``act``, ``state``."""

    code = "apology.act_not_allowed"


class RoleNotAllowed(AppError):
    """An account of this role may not do the act; ``act``, ``role``."""

    code = "apology.role_not_allowed"


_S, _A = ApologyState, ApologyAct
OWED = frozenset({_S.DUE, _S.DRAFTED, _S.SUBMITTED, _S.SIGNED, _S.AWAITING_SEAL, _S.ISSUED})
_SIGNED = frozenset({_S.SIGNED, _S.AWAITING_SEAL, _S.ISSUED, _S.DELIVERED, _S.CLOSED})
OUT = frozenset({_S.ISSUED, _S.DELIVERED, _S.CLOSED})
"""The letter has left the house: nothing about it changes any more."""
UNDELIVERED = (_S.DUE, _S.DRAFTED, _S.SUBMITTED, _S.SIGNED, _S.AWAITING_SEAL, _S.ISSUED)
"""A result in time ends all of these; an issued letter stays on record with its date."""

TRANSITIONS: dict[tuple[ApologyState, ApologyAct], ApologyState] = {
    (_S.DUE, _A.DRAFT): _S.DRAFTED,
    (_S.DRAFTED, _A.DRAFT): _S.DRAFTED,
    # The leader corrects the reason in the queue: the letter stays there.
    (_S.SUBMITTED, _A.DRAFT): _S.SUBMITTED,
    (_S.DRAFTED, _A.SUBMIT): _S.SUBMITTED,
    (_S.SUBMITTED, _A.SEND_BACK): _S.DRAFTED,
    # A signature given too late, or a fault seen at the seal: nothing has left the house yet.
    (_S.SIGNED, _A.SEND_BACK): _S.DRAFTED,
    (_S.AWAITING_SEAL, _A.SEND_BACK): _S.DRAFTED,
    (_S.SUBMITTED, _A.SIGN): _S.SIGNED,
    (_S.SIGNED, _A.STAMP): _S.AWAITING_SEAL,
    (_S.SIGNED, _A.FORWARD): _S.AWAITING_SEAL,
    (_S.AWAITING_SEAL, _A.ISSUE): _S.ISSUED,
    # Signed by hand and stamped on paper; printed from the queue of letters to be signed.
    (_S.SUBMITTED, _A.ISSUE_ON_PAPER): _S.ISSUED,
    (_S.ISSUED, _A.DELIVER): _S.DELIVERED,
    (_S.DELIVERED, _A.RETURN_RESULT): _S.CLOSED,
}
for _state in UNDELIVERED:
    TRANSITIONS[_state, _A.FINISH_ON_TIME] = _S.NOT_OWED

SIGNERS = frozenset({Role.LEADER, Role.SUPERVISOR})
"""Người ký: thủ trưởng cơ quan hoặc người được giao ký thay (NĐ 30/2020 Đ13)."""
NUMBERERS = frozenset({Role.REGISTRAR})
"""Văn thư: cấp số, ngày và đóng dấu (NĐ 30/2020 Đ15, Đ32)."""
ROLES: dict[ApologyAct, frozenset[Role]] = {
    _A.SIGN: SIGNERS,
    _A.SEND_BACK: SIGNERS | NUMBERERS,
    _A.FORWARD: NUMBERERS | SIGNERS,
    _A.ISSUE: NUMBERERS,
    _A.ISSUE_ON_PAPER: NUMBERERS,
}
"""Who may do what; acts that are not named here are everybody's."""


def after(state: ApologyState, act: ApologyAct) -> ApologyState:
    """Return the state that ``act`` leads to.

    Raises:
        ApologyActNotAllowed: the act does not fit the state.
    """
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise ApologyActNotAllowed(act=act, state=state) from None


def allowed(state: ApologyState, role: Role) -> frozenset[ApologyAct]:
    """Return the acts that fit the state and that an account of this role may do."""
    fitting = (act for (start, act) in TRANSITIONS if start is state)
    return frozenset(act for act in fitting if role in ROLES.get(act, frozenset(Role)))


def require_role(act: ApologyAct, role: Role) -> None:
    """See that an account of this role may do the act.

    Raises:
        RoleNotAllowed: it may not.
    """
    if role not in ROLES.get(act, frozenset(Role)):
        raise RoleNotAllowed(act=act, role=role)


@dataclass(frozen=True, slots=True)
class Opening:
    """When an obligation opens by itself: from the start of ``day``, or from ``moment`` on it."""

    day: date
    moment: datetime | None = None

    def is_reached(self, at: datetime) -> bool:
        """Whether it is open at an aware moment."""
        if self.moment is not None:
            return at > self.moment
        return local_day(at) >= self.day


def opening(
    due_at: datetime, promised_on: date, calendar: WorkCalendar, days_before: int
) -> Opening:
    """Return when the obligation of an appointment opens; ``promised_on`` is the day it was given.

    The last working day on or before ``days_before`` days ahead of expiry (NĐ 61/2018 Đ19.9). A
    term so short that this day would not come after the promise (same-day procedures) opens the
    obligation when the appointment passes, or when the desk closes if nobody is there that late.
    """
    due_on = local_day(due_at)
    day = apology_owed_from(due_on, calendar, days_before)
    if day > promised_on:
        return Opening(day)
    return Opening(due_on, min(due_at, calendar.closes_at(due_on)))


def is_missed(due_on: date, finished_at: datetime | None, at: datetime) -> bool:
    """Whether an appointment passed without a result, by date (BLDS 2015 Đ148.1)."""
    return local_day(at if finished_at is None else finished_at) > due_on


class DeliveryChannel(StrEnum):
    """How a letter reached the citizen (NĐ 61/2018 Đ19.9: e-mail, message, phone, in person)."""

    BY_HAND = "by_hand"
    POST = "post"
    EMAIL = "email"
    MESSAGE = "message"


class ReceiverMissing(AppError):
    """By hand: who took the letter and signed on the copy is not told."""

    code = "apology.receiver_missing"


class TrackingMissing(AppError):
    """By post: the tracking number is not told."""

    code = "apology.tracking_missing"


class AddressMissing(AppError):
    """By e-mail or message: the address or number it went to is not told; ``channel``."""

    code = "apology.address_missing"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one letter was handed over or sent.

    ``receiver`` is who signed on the copy, by hand; ``reference`` is the tracking number by post,
    the address by e-mail, the phone number by SMS or Zalo.
    """

    channel: DeliveryChannel
    delivered_at: datetime
    receiver: str = ""
    reference: str = ""
    note: str = ""


def check_delivery(delivery: Delivery) -> None:
    """See that a delivery can be proved.

    Raises:
        ReceiverMissing, TrackingMissing, AddressMissing: what the channel needs is not told.
    """
    channel = delivery.channel
    if channel is DeliveryChannel.BY_HAND and not delivery.receiver:
        raise ReceiverMissing
    if channel is DeliveryChannel.POST and not delivery.reference:
        raise TrackingMissing
    if channel in {DeliveryChannel.EMAIL, DeliveryChannel.MESSAGE} and not delivery.reference:
        raise AddressMissing(channel=channel)


class TaskKind(StrEnum):
    """What has to be done with a letter."""

    WRITE = "write"  # soạn và trình
    SIGN = "sign"
    SEAL = "seal"  # lấy số, đóng dấu
    HAND_OVER = "hand_over"
    DECIDE = "decide"


class LetterOutcome(StrEnum):
    """What became of the letter of one missed appointment."""

    ON_TIME = "on_time"  # đến tay người dân không muộn hơn ngày hẹn
    LATE = "late"  # đến tay sau ngày hẹn
    NEVER = "never"  # chưa đến tay


def outcome(due_on: date, delivered_at: datetime | None) -> LetterOutcome:
    """Return what became of the letter of an appointment that was missed."""
    if delivered_at is None:
        return LetterOutcome.NEVER
    return LetterOutcome.ON_TIME if local_day(delivered_at) <= due_on else LetterOutcome.LATE


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a dossier became late, from the office's own list."""

    key: str
    text: str
    awaits_agency: bool = False


CAUSES = (
    Cause("other_agency", "Chờ cơ quan khác trả lời", awaits_agency=True),
    Cause("verification", "Chờ xác minh", awaits_agency=True),
    Cause("department", "Bộ phận chuyên môn xử lý chậm"),
    Cause("missing_paper", "Phát hiện thiếu giấy tờ sau khi tiếp nhận"),
    Cause("workload", "Số lượng hồ sơ tăng đột biến"),
    Cause("system", "Lỗi hệ thống, mất kết nối"),
    Cause("disaster", "Thiên tai, dịch bệnh, sự cố"),
    Cause("other", "Lý do khác"),
)
"""What a new office begins with; the list is a setting."""


def cause_of(key: str, causes: Iterable[Cause]) -> Cause | None:
    """Return the cause with a key, or None."""
    return next((one for one in causes if one.key == key), None)


def answer_by(opened_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return until when a superior answers an escalation: the end of the next working day."""
    return calendar.closes_at(calendar.next_working_day(local_day(opened_at)))


def earliest_new_day(at: datetime, due_on: date) -> date:
    """Return the first day a new appointment may fall on, working day or not."""
    return max(local_day(at), due_on) + timedelta(days=1)
