"""Two readers of QR codes that share nothing: zxing-cpp and OpenCV."""

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

Dots = NDArray[np.uint8]  # 1 is black
Picture = NDArray[np.uint8]  # grey, 255 is white

FOOT_ROWS = 600  # the code stands within so many rows above the end of a slip


def dots_of(bits: bytes, width: int) -> Dots:
    """Unpack rows of ``width`` dots, leftmost first."""
    return np.unpackbits(np.frombuffer(bits, np.uint8)).reshape(-1, width)


def picture_of(dots: Dots) -> Picture:
    """Return clean paper with these dots on it."""
    return (1 - dots) * np.uint8(255)


def read_by_zxing(picture: Picture) -> list[str]:
    """Return the texts of all codes in a picture."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


def read_by_opencv(picture: Picture) -> str:
    """Return the text of the code in the foot of a slip, "" where OpenCV sees none.

    The detector that looks for markers sees what the older one misses in one slip of fifty.
    """
    text, _, _ = cv2.QRCodeDetectorAruco().detectAndDecode(picture[-FOOT_ROWS:])
    return str(text)


def qr_dots(dots: Dots, quiet: int) -> Dots:
    """Return the square of the only code on a slip, with ``quiet`` dots of white around it."""
    (found,) = zxingcpp.read_barcodes(picture_of(dots), formats=zxingcpp.BarcodeFormat.QRCode)
    first, last = found.position.top_left, found.position.bottom_right
    return dots[first.y - quiet : last.y + quiet, first.x - quiet : last.x + quiet]
