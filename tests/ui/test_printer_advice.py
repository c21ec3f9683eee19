"""What is seen on the test slip leads to one change of the setting, or to a hand at the printer."""

from dataclasses import replace

import pytest

from app.core.settings import PrinterSetting
from app.ui.printer_advice import Seen, advise, without_ack

PLAIN = PrinterSetting(kind="network", target="printer:9100")


@pytest.mark.parametrize(
    ("seen", "words", "changed"),
    [
        (Seen("nothing"), "lật mặt", {}),
        (Seen("garbage"), "50 hàng", {"band_rows": 50}),
        (Seen("clear", "cut_off"), "180", {"dpi": 180}),
        (Seen("clear", "wrong_scale"), "180", {"dpi": 180}),
        (Seen("clear", "room_left"), "lắp lệch", {}),
        (Seen("faint", "right", "B"), "độ đậm", {}),
        (Seen("clear", "right", "C"), "mã B", {}),
        (Seen("clear", "right", "none"), "mã B", {}),
        (Seen("clear", "right", "A"), "Dùng máy in này", {}),
    ],
)
def test_each_answer_leads_to_one_piece_of_advice(
    seen: Seen, words: str, changed: dict[str, int]
) -> None:
    """The gravest first; a change is proposed only where one can help."""
    advice = advise(PLAIN, seen)
    assert advice is not None
    assert words in advice.words
    assert advice.setting == replace(PLAIN, **changed)  # type: ignore[arg-type]
    assert advice.is_good == (seen.code == "A")


@pytest.mark.parametrize("seen", [Seen(), Seen("clear"), Seen("clear", "right"), Seen("faint")])
def test_no_advice_before_all_is_answered(seen: Seen) -> None:
    """Unless something already seen is wrong for sure."""
    assert advise(PLAIN, seen) is None


def test_the_ruler_leads_from_size_to_size() -> None:
    """From the most dots to the least and back; at either end the paper itself is looked at."""
    sizes = []
    setting = PLAIN
    for _ in range(4):
        advice = advise(setting, Seen("clear", "cut_off"))
        assert advice is not None
        setting = advice.setting
        sizes.append((setting.width_mm, setting.dpi))
    assert sizes == [(80, 180), (58, 203), (58, 180), (58, 180)]
    back = advise(setting, Seen("clear", "room_left"))
    assert back is not None
    assert (back.setting.width_mm, back.setting.dpi) == (58, 203)


def test_smaller_bands_end_somewhere() -> None:
    """Then it is the printer that does not understand."""
    advice = advise(replace(PLAIN, band_rows=24), Seen("garbage"))
    assert advice is not None
    assert "ESC/POS" in advice.words
    assert advice.setting == replace(PLAIN, band_rows=24)


def test_less_acknowledgement_is_asked_step_by_step() -> None:
    """A named model promises the strongest."""
    named = replace(PLAIN, profile="TM-T88V")
    weaker = without_ack(named)
    assert weaker.ack == "gs_r"
    assert without_ack(weaker).ack == "none"
