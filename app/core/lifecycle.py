"""The life of a dossier (hồ sơ) as an explicit state machine with named acts.

The states are the ten display states of the one-stop systems (TT 22/2019/TT-BTTTT, annex I); money,
hand-over and synchronisation are separate matters and never states of this machine.
"""

from enum import StrEnum

from app.core.errors import AppError


class DossierStatus(StrEnum):
    """Where a dossier stands; the value is stored, ``number`` is the display state's number."""

    REGISTERED = "registered"  # 1 Mới đăng ký
    RECEIVED = "received"  # 2 Được tiếp nhận
    REFUSED = "refused"  # 3 Không được tiếp nhận
    PROCESSING = "processing"  # 4 Đang xử lý
    AWAITING_SUPPLEMENT = "awaiting_supplement"  # 5 Yêu cầu bổ sung giấy tờ
    AWAITING_PAYMENT = "awaiting_payment"  # 6 Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = "withdrawn"  # 7 Công dân yêu cầu rút hồ sơ
    STOPPED = "stopped"  # 8 Dừng xử lý
    FINISHED = "finished"  # 9 Đã xử lý xong
    RETURNED = "returned"  # 10 Đã trả kết quả

    @property
    def number(self) -> int:
        """The number of the display state, 1 to 10."""
        return list(DossierStatus).index(self) + 1

    @property
    def is_open(self) -> bool:
        """Whether a result is still owed to the citizen, so that lateness matters."""
        return self in OPEN


class Act(StrEnum):
    """What an officer can do to a dossier."""

    RECEIVE = "receive"
    REFUSE = "refuse"
    FORWARD = "forward"
    REQUEST_SUPPLEMENT = "request_supplement"
    ACCEPT_SUPPLEMENT = "accept_supplement"
    REQUEST_PAYMENT = "request_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    WITHDRAW = "withdraw"
    STOP = "stop"
    RESUME = "resume"
    FINISH = "finish"
    RETURN_RESULT = "return_result"


class ActNotAllowed(AppError):
    """The act does not fit where the dossier stands; ``act``, ``status``."""

    code = "dossier.act_not_allowed"


_S, _A = DossierStatus, Act
OPEN = frozenset(
    {_S.RECEIVED, _S.PROCESSING, _S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT, _S.FINISHED}
)
WORKING = (_S.RECEIVED, _S.PROCESSING)
"""Somebody works on it: the clock runs."""
ENDED_WITHOUT_RESULT = frozenset({_S.REFUSED, _S.WITHDRAWN})

TRANSITIONS: dict[tuple[DossierStatus | None, Act], DossierStatus] = {
    (None, _A.RECEIVE): _S.RECEIVED,
    (_S.REGISTERED, _A.RECEIVE): _S.RECEIVED,
    (_S.REGISTERED, _A.REFUSE): _S.REFUSED,
    (_S.RECEIVED, _A.FORWARD): _S.PROCESSING,
    (_S.AWAITING_SUPPLEMENT, _A.ACCEPT_SUPPLEMENT): _S.PROCESSING,
    (_S.AWAITING_PAYMENT, _A.CONFIRM_PAYMENT): _S.PROCESSING,
    (_S.STOPPED, _A.RESUME): _S.PROCESSING,
    (_S.STOPPED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.FINISHED, _A.RETURN_RESULT): _S.RETURNED,
}
for _status in WORKING:
    TRANSITIONS[_status, _A.REFUSE] = _S.REFUSED
    TRANSITIONS[_status, _A.REQUEST_SUPPLEMENT] = _S.AWAITING_SUPPLEMENT
    TRANSITIONS[_status, _A.REQUEST_PAYMENT] = _S.AWAITING_PAYMENT
    TRANSITIONS[_status, _A.FINISH] = _S.FINISHED
    # A finished result is always handed over, even if nobody recorded it as finished first.
    TRANSITIONS[_status, _A.RETURN_RESULT] = _S.RETURNED
for _status in (*WORKING, _S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT):
    TRANSITIONS[_status, _A.WITHDRAW] = _S.WITHDRAWN
    TRANSITIONS[_status, _A.STOP] = _S.STOPPED


def after(status: DossierStatus | None, act: Act) -> DossierStatus:
    """Return the state that ``act`` leads to.

    Raises:
        ActNotAllowed: the act does not fit the state.
    """
    try:
        return TRANSITIONS[status, act]
    except KeyError:
        raise ActNotAllowed(act=act, status=status) from None


def allowed(status: DossierStatus) -> frozenset[Act]:
    """Return the acts that fit the state."""
    return frozenset(act for (start, act) in TRANSITIONS if start is status)
