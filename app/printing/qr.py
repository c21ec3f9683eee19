"""QR codes as squares of modules, with their quiet zone; drawn by whoever needs them."""

from functools import lru_cache

QUIET = 4  # modules of white on each side (ISO/IEC 18004)
MASK = 3  # any mask is valid; trying all eight costs six times as much and gains nothing at 5 dots
NUMERIC_RUN = 20  # digits in a row worth a numeric segment of their own

Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=64)
def qr_matrix(text: str) -> Matrix:
    """Return the modules of a level M code for ``text``, True is dark, quiet zone included.

    Level M with big modules outlives a faded slip better than a denser code with more correction.
    """
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET, mask_pattern=MASK)
    code.add_data(text, optimize=NUMERIC_RUN)
    code.make()
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def packed(matrix: Matrix) -> list[bytes]:
    """Return each row as bytes, most significant bit first, dark = 1."""
    width = len(matrix)
    stride = (width + 7) // 8
    padding = stride * 8 - width
    return [
        (int("".join("01"[dark] for dark in row), 2) << padding).to_bytes(stride) for row in matrix
    ]
