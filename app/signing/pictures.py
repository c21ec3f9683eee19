"""The pictures of a signature (blue) and of the seal (red): transparent, or they hide the letter.

NĐ 30/2020, Phụ lục I, II.7.d and II.8.a: ``.png``, transparent ground.
"""

import io
from functools import lru_cache
from typing import Final

from PIL import Image

from app.signing.errors import BadPicture

LARGEST: Final = 4_000_000  # bytes
MOST_PIXELS: Final = 4000  # on a side
KEPT: Final = 4  # pictures: a batch of letters shows the same one again and again


def shape_of(data: bytes) -> float:
    """Return a picture's width to its height.

    Raises:
        BadPicture: as ``opened_picture``.
    """
    width, height = opened_picture(data).size
    return width / height


@lru_cache(maxsize=KEPT)
def opened_picture(data: bytes) -> Image.Image:
    """Return what is to be drawn over the letter, without the empty margins; not to be changed.

    Raises:
        BadPicture: it is no picture, has no transparent ground, shows nothing, or is larger than
            any scan needs.
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
    edges = drawn.getchannel("A").getbbox()
    if edges is None:
        raise BadPicture(reason="empty")
    shown = drawn.crop(edges)
    lightest, _ = shown.getchannel("A").getextrema()
    if lightest == 255:  # noqa: PLR2004 - not one transparent dot
        raise BadPicture(reason="opaque")
    return shown
