"""The lines above a signer's name, as NĐ 30/2020 writes them."""

import pytest

from app.core.signature_block import SignatureBlockWrong, signature_block


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (("giám đốc",), ("GIÁM ĐỐC",)),
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (("kt.giám đốc", " phó giám đốc "), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (("TM  Ủy ban nhân dân", "", "Chủ tịch"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
        (("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"), ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG")),
        (("q . chủ tịch",), ("Q. CHỦ TỊCH",)),
        (("Quản lý quầy",), ("QUẢN LÝ QUẦY",)),
        (("Tlâm trưởng",), ("TLÂM TRƯỞNG",)),
    ],
)
def test_lines_are_written_in_capitals_with_their_mark(
    typed: tuple[str, ...], written: tuple[str, ...]
) -> None:
    """However they were typed; a word that only begins like a mark stays a word."""
    assert signature_block(typed) == written


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ((), "empty"),
        (("  ",), "empty"),
        (("KT.", "PHÓ GIÁM ĐỐC"), "nobody"),
        (("tm", "CHỦ TỊCH"), "nobody"),
        (("KT. GIÁM ĐỐC",), "no_position"),
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "no_position"),
        (("TUQ. CHỦ TỊCH", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), "passed_on"),
    ],
)
def test_lines_that_cannot_stand_so_are_refused(typed: tuple[str, ...], reason: str) -> None:
    """Nobody signs in nobody's stead, or as nothing; a mandate is not passed on (Điều 13)."""
    with pytest.raises(SignatureBlockWrong) as refused:
        signature_block(typed)
    assert refused.value.params["reason"] == reason
