"""An invented signature in blue and an invented round seal in red, as transparent PNG."""

import io
import math

from PIL import Image, ImageDraw

BLUE, RED = (20, 50, 170, 255), (200, 20, 20, 255)


def signature_png(margin: int = 0) -> bytes:
    """Return a stroke that could be a name, with so many empty dots below it."""
    picture = Image.new("RGBA", (500, 200 + margin), (0, 0, 0, 0))
    points = [(20 + x, 100 + 60 * math.sin(x / 23) * math.cos(x / 90)) for x in range(0, 460, 4)]
    ImageDraw.Draw(picture).line(points, fill=BLUE, width=8)
    return _png(picture)


def seal_png() -> bytes:
    """Return two rings and a star in the middle."""
    picture = Image.new("RGBA", (450, 450), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((8, 8, 442, 442), outline=RED, width=10)
    draw.ellipse((90, 90, 360, 360), outline=RED, width=5)
    turns = [math.radians(-90 + 144 * n) for n in range(5)]
    draw.polygon([(225 + 70 * math.cos(one), 225 + 70 * math.sin(one)) for one in turns], fill=RED)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
