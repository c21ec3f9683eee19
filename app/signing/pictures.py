"""The pictures of a signature (blue) and of the seal (red): transparent, or they hide the letter.

NĐ 30/2020, Phụ lục I, II.7.d and II.8.a: ``.png``, transparent ground.
"""

import io
from typing import Final

from PIL import Image

from app.signing.errors import BadPicture

LARGEST: Final = 4_000_000  # bytes
MOST_PIXELS: Final = 4000  # on a side


def opened_picture(data: bytes) -> Image.Image:
    """Return a picture that can be drawn over the letter.

    Raises:
        BadPicture: it is no picture, has no transparent ground, or is larger than any scan needs.
    """
    if len(data) > LARGEST:
        raise BadPicture(reason="large")
    try:
        picture = Image.open(io.BytesIO(data))
        if max(picture.size) > MOST_PIXELS:
            raise BadPicture(reason="large")
        drawn = picture.convert("RGBA")
    except (OSError, Image.DecompressionBombError) as error:
        raise BadPicture(reason="unreadable") from error
    lightest, _ = drawn.getchannel("A").getextrema()
    if lightest == 255:  # noqa: PLR2004 - not one transparent dot
        raise BadPicture(reason="opaque")
    return drawn
