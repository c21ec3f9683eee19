"""Where the shipped data lies: fonts, forms, procedures, calendars, icons."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def resource(name: str) -> Path:
    """Return the path of a shipped file, e.g. ``resource("fonts/BeVietnamPro-Bold.ttf")``."""
    return RESOURCES / name
