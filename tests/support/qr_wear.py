"""How a QR code on thermal paper looks when over-burnt or faded: a model, not measured paper.

Dots become heat that spreads, dots that did not burn, and a threshold of the paper; then a phone
takes the picture: shade, tilt, blur, noise, JPEG. Every step draws from the generator given.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.support.qr_readers import Dots, Picture

FINE = 4  # points per dot, each way
STEEPNESS = 14.0  # of the paper's turn from white to black
PAPER = 225.0  # grey of white paper in the picture
SHADE = 25.0  # most that one edge is brighter than the middle
TURN = 25.0  # degrees the phone is held askew, at most
MARGIN = 0.15  # of the side, around the code


@dataclass(frozen=True, slots=True)
class Wear:
    """One fate of a slip."""

    spread: float  # sigma of the heat, in dots
    threshold: float  # heat that turns the paper black; lower burns wider
    dropout: float  # share of dots that did not burn
    pixels: float  # of the camera, per dot
    contrast: float  # grey levels between paper and ink
    tilt: float  # how far a corner moves, in sides of the code
    blur: float
    noise: float
    jpeg: int  # quality


OVER_BURNT = Wear(0.8, 0.33, 0.0, 0.875, 190, 0.04, 0.8, 7, 75)
FADED = Wear(0.6, 0.62, 0.04, 0.875, 60, 0.04, 0.8, 8, 75)


def worn(dots: Dots, wear: Wear, chance: np.random.Generator) -> Picture:
    """Return a phone's picture of a code, its quiet zone included, after ``wear``."""
    assert dots.shape[0] == dots.shape[1], "a code is a square"
    side = round(dots.shape[0] * wear.pixels)
    return _photographed(_burnt(dots, wear, chance), side, wear, chance)


def _burnt(dots: Dots, wear: Wear, chance: np.random.Generator) -> NDArray[np.float32]:
    """Return how black the paper is, 0 to 1, at ``FINE`` points per dot."""
    heated = dots * (chance.random(dots.shape) >= wear.dropout)
    heat = np.kron(heated, np.ones((FINE, FINE))).astype(np.float32)
    heat = cv2.GaussianBlur(heat, (0, 0), wear.spread * FINE)
    return 1 / (1 + np.exp((wear.threshold - heat) * STEEPNESS))


def _photographed(
    black: NDArray[np.float32], side: int, wear: Wear, chance: np.random.Generator
) -> Picture:
    height, width = black.shape
    across, down = np.linspace(-1, 1, width)[None, :], np.linspace(-1, 1, height)[:, None]
    lit = PAPER - wear.contrast * black
    lit = lit + across * chance.uniform(-SHADE, SHADE) + down * chance.uniform(-SHADE, SHADE)
    frame = side + 2 * round(side * MARGIN + 10)
    view = cv2.getPerspectiveTransform(
        np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32),
        2 * _corners(side, frame, wear, chance),
    )
    double = (2 * frame, 2 * frame)
    image = cv2.warpPerspective(lit.astype(np.float32), view, double, borderValue=PAPER)
    image = cv2.resize(image, (frame, frame), interpolation=cv2.INTER_AREA)
    image = cv2.GaussianBlur(image, (0, 0), wear.blur)
    noisy = image + chance.normal(0, wear.noise, image.shape)
    _, packed = cv2.imencode(
        ".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, wear.jpeg]
    )
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def _corners(side: int, frame: int, wear: Wear, chance: np.random.Generator) -> NDArray[np.float32]:
    """Return where the corners of the code fall in the picture."""
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * side / 2
    square = square * (1 + chance.uniform(-wear.tilt, wear.tilt, (4, 2)))
    angle = np.radians(chance.uniform(-TURN, TURN))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (square @ turn.T + frame / 2).astype(np.float32)
