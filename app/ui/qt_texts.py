"""Qt's own words in Vietnamese: buttons of its dialogs, the menu of a field, the file dialog.

Qt ships no Vietnamese translation of itself; without this table those few words stay English.
"""

from PySide6.QtCore import QTranslator
from typing_extensions import override

TEXTS = {
    # buttons
    "OK": "Đồng ý",
    "&OK": "&Đồng ý",
    "Save": "Lưu",
    "&Save": "&Lưu",
    "Save All": "Lưu tất cả",
    "Open": "Mở",
    "&Open": "&Mở",
    "Cancel": "Bỏ qua",
    "&Cancel": "&Bỏ qua",
    "Close": "Đóng",
    "&Close": "Đón&g",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Help": "Trợ giúp",
    "Discard": "Không lưu",
    "&Yes": "&Có",
    "&No": "&Không",
    "Abort": "Dừng",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua lỗi",
    # the menu of a field
    "&Undo": "&Hoàn tác",
    "&Redo": "Làm &lại",
    "Cu&t": "Cắ&t",
    "&Copy": "&Sao chép",
    "&Paste": "&Dán",
    "Delete": "Xoá",
    "Select All": "Chọn tất cả",
    "Clear": "Xoá trắng",
    # the file dialog
    "Look in:": "Trong thư mục:",
    "File &name:": "&Tên tệp:",
    "Files of type:": "Loại tệp:",
    "&Choose": "&Chọn",
    "Directory:": "Thư mục:",
    "Back": "Trước",
    "Forward": "Sau",
    "Parent Directory": "Thư mục trên",
    "Create New Folder": "Tạo thư mục",
    "List View": "Dạng danh sách",
    "Detail View": "Dạng chi tiết",
    "Find Directory": "Tìm thư mục",
    "Show &hidden files": "Hiện tệp ẩ&n",
    "&New Folder": "Thư mục &mới",
    "&Rename": "Đổi tê&n",
    "&Delete": "&Xoá",
    "Name": "Tên",
    "Size": "Cỡ",
    "Type": "Loại",
    "Kind": "Loại",
    "Date Modified": "Sửa lúc",
    "My Computer": "Máy tính",
    "Computer": "Máy tính",
    "All Files (*)": "Mọi tệp (*)",
    "%1 already exists.\nDo you want to replace it?": "%1 đã có.\nGhi đè lên tệp này?",
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nKhông thấy tệp.\nKiểm tra lại tên tệp."
    ),
    # the print dialog
    "Print": "In",
    "&Print": "&In",
}


class QtTexts(QTranslator):
    """Gives Qt its Vietnamese words; install it once on the application."""

    @override
    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        # None, not an empty text: that would be taken for the translation.
        return TEXTS.get(sourceText)  # type: ignore[return-value]

    @override
    def isEmpty(self) -> bool:
        return False
