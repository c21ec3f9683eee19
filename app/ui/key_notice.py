"""What the officer is told of the desk's key for slips at the window; silent while all is well."""

from app.core.errors import AppError
from app.signing.receipt_keys import KeyExposed, KeyMissing
from app.ui.error_text import one_line
from app.ui.sealing import Seated

ALONE = "Giấy hẹn tạm chỉ mang mã hồ sơ, không có dấu xác thực."
WAY_OUT = "Để có lại dấu: Máy in (Ctrl+P) → Khoá xác thực… → Lập khoá mới."
REPLACED = (
    "Khoá xác thực {old} của quầy đã bị thu hồi hoặc không còn trong danh sách, nên đã lập khoá "
    "mới {new}. Xuất danh sách khoá cho các quầy khác: Máy in (Ctrl+P) → Khoá xác thực…."
)


def key_notice(seated: Seated) -> str:
    """Return what to say of the key; empty when slips are sealed as they were."""
    if seated.unsealed is not None:
        return unsealed_notice(seated.unsealed)
    if seated.replaced:
        return REPLACED.format(old=seated.replaced, new=seated.machine.seal_key)
    return ""


def unsealed_notice(error: AppError) -> str:
    """Return why slips carry the code alone, and the way out."""
    if isinstance(error, KeyMissing | KeyExposed):
        return one_line(error)  # says all of it by itself
    return f"{ALONE} {one_line(error)} {WAY_OUT}"
