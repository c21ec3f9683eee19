"""What the verdicts on slips and on letters say alike."""

from dataclasses import dataclass
from typing import Final

from app.core.wording import moment_text
from app.services.receipt_keys import PublicKey

FORGED: Final = (
    "Chữ ký trong mã QR không khớp với nội dung, hoặc mã đã bị sửa. "
    "Đối chiếu giấy tờ của người nộp và báo lãnh đạo."
)


@dataclass(frozen=True, slots=True)
class VerdictText:
    """A title, what stands behind it and what to do; ``tone`` as of the notice bar."""

    title: str
    text: str
    tone: str

    @property
    def one_line(self) -> str:
        """The whole matter in one line."""
        return f"{self.title}. {self.text}".strip()


def revoked(key: PublicKey | None, paper: str) -> str:
    """Return what to do about a ``paper`` under a key that was revoked."""
    told = f"Dấu xác thực của {paper} không còn đáng tin."
    if key is not None and key.revoked_at is not None:
        told = f"Thu hồi lúc {moment_text(key.revoked_at)}"
        told += f", lý do: {key.reason}." if key.reason else "."
    return f"{told} Chỉ làm theo dữ liệu của hồ sơ."


def unknown_key(office_code: str, key_id: str, begun: str, paper: str) -> str:
    """Return what to do about a paper under a key nobody listed; ``begun`` is its word first."""
    return (
        f"{begun} ghi cơ quan {office_code}, khoá {key_id} không có trong danh sách của máy này: "
        f"chưa tin {paper} này. Nhờ lãnh đạo nhập danh sách khoá mới nhất của cơ quan rồi quét lại."
    )
