"""Start: a command on the command line, else the window; without a screen, the demonstration."""

import os
import sys
from pathlib import Path

DEMO = Path("build/demo")


def run() -> None:
    """Run the program with the words it was started with, and leave with its status."""
    words = sys.argv[1:]
    sys.exit(_command(words) if _names_a_command(words) else _desk(words))


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _names_a_command(words: list[str]) -> bool:
    """Whether more was said than where the data lies."""
    return bool(words) and not (len(words) == 2 and words[0] == "--data-dir")  # noqa: PLR2004


def _command(words: list[str]) -> int:
    from app.cli.entry import run_command

    return run_command(words)


def _desk(words: list[str]) -> int:
    if not has_screen():
        print("Máy này không có màn hình: chạy phần trình diễn thay cho cửa sổ.")  # noqa: T201
        return _command(["demo", "--out", str(DEMO)])
    from app.core.settings import default_data_dir
    from app.ui.application import run_window

    return run_window(Path(words[1]) if words else default_data_dir())
