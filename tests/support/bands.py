"""The smallest things a printer can be sent, for tests of the fake one."""

STRIDE = 4
QUESTIONS = [bytes((0x10, 0x04, n)) for n in range(1, 5)]
START, CUT, LAST_FEED = b"\x1b@\x1ba\x00", b"\x1dVB\x00", b"\x1bd\x03"
ACK, ACK_ANSWER = b"\x1d(H\x06\x00000042", b"\x37\x220042\x00"
BARRIER = b"\x1dr\x01"


def band(mark: int, rows: int = 10) -> bytes:
    """A raster command whose dots are all of one byte."""
    return b"\x1dv0\x00" + bytes((STRIDE, 0, rows, 0)) + bytes([mark]) * (STRIDE * rows)


def dots(*marks: int, rows: int = 10) -> bytes:
    """What bands of these marks look like on paper."""
    return b"".join(bytes([mark]) * (STRIDE * rows) for mark in marks)
