"""Time stamps come later and in place; an authority that fails leaves the file as it was."""

import shutil
import socket
import time
from pathlib import Path

import pytest

from app.signing.errors import BadPdf, LetterAltered
from app.signing.timestamps import (
    HttpTimestamper,
    Level,
    NothingToStamp,
    TimeStampUnavailable,
    TimeStampWrong,
    level_of,
    stamp_times,
)
from tests.support import sealed_files, tsa
from tests.support.pki import Pki
from tests.support.signature_judges import pdfsig_accepts, pyhanko_accepts


@pytest.fixture(scope="module")
def signed(people: Pki) -> bytes:
    """A letter signed at the basic level."""
    signer = sealed_files.signer_of(people.signer("Đỗ Thị Ẩn"), people)
    return sealed_files.led(sealed_files.drafted(), signer)


def test_the_stamp_is_put_in_place(signed: bytes, people: Pki, tmp_path: Path) -> None:
    """Same length, same bytes outside the signature's value, valid for everybody."""
    with tsa.authority(people) as authority:
        stamped = stamp_times(signed, HttpTimestamper(authority.url, timeout=20))
    assert (level_of(signed), level_of(stamped.data), stamped.level) == (
        Level.B_B,
        Level.B_T,
        Level.B_T,
    )
    assert len(stamped.data) == len(signed)
    differing = [at for at, (a, b) in enumerate(zip(signed, stamped.data, strict=True)) if a != b]
    start = signed.index(b"/Contents <")
    assert start < differing[0]
    assert differing[-1] < start + 24_576 + len("/Contents <>")
    assert pyhanko_accepts(stamped.data, people, stamped=True) == 1
    assert shutil.which("pdfsig") is None or pdfsig_accepts(stamped.data, tmp_path) == 1


def test_a_stamped_letter_is_left_alone(signed: bytes, people: Pki) -> None:
    """Asking twice costs the authority nothing."""
    with tsa.authority(people) as authority:
        stamper = HttpTimestamper(authority.url, timeout=20)
        stamped = stamp_times(signed, stamper).data
        again = stamp_times(stamped, stamper)
        assert authority.asked == 1
    assert again.data == stamped


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        (tsa.Mode.ERROR, TimeStampUnavailable),
        (tsa.Mode.REFUSING, (TimeStampUnavailable, TimeStampWrong)),
        (tsa.Mode.GARBAGE, TimeStampWrong),
        (tsa.Mode.OTHER, TimeStampWrong),
        (tsa.Mode.FORGED, TimeStampWrong),
        (tsa.Mode.REPLAYED, (TimeStampUnavailable, TimeStampWrong)),
    ],
)
def test_an_authority_that_fails_is_told(
    signed: bytes, people: Pki, mode: tsa.Mode, error: type | tuple[type, ...]
) -> None:
    """Broken, refusing, babbling, forging, replaying, or stamping something else."""
    with tsa.authority(people) as authority:
        authority.mode = mode
        with pytest.raises(error) as refused:
            stamp_times(signed, HttpTimestamper(authority.url, timeout=20))
        assert refused.value.params["url"] == authority.url


def test_a_slow_authority_is_not_waited_for_beyond_its_time(signed: bytes, people: Pki) -> None:
    """The limit is the caller's; nobody at the desk waits meanwhile."""
    with tsa.authority(people) as authority:
        authority.mode = tsa.Mode.SLOW
        begun = time.monotonic()
        with pytest.raises(TimeStampUnavailable):
            stamp_times(signed, HttpTimestamper(authority.url, timeout=0.3))
        assert time.monotonic() - begun < tsa.SLOW_SECONDS


def test_an_authority_that_is_down_is_told(signed: bytes) -> None:
    """Nobody listens there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(TimeStampUnavailable):
        stamp_times(signed, HttpTimestamper(url, timeout=5))


def test_only_the_last_signature_can_be_stamped(signed: bytes, people: Pki) -> None:
    """What a seal covers is not touched; an unsigned or broken file has nothing to stamp."""
    for pdf, error in (
        (sealed_files.drafted(), NothingToStamp),
        (signed + b"\n% more", NothingToStamp),
        (b"no pdf", BadPdf),
    ):
        with pytest.raises(error):
            level_of(pdf)


def test_an_altered_letter_gets_no_stamp(signed: bytes, people: Pki) -> None:
    """It would lend a time to what nobody signed; the authority is not even asked."""
    changed = bytearray(signed)
    changed[signed.index(b"stream") + 12] ^= 1
    with tsa.authority(people) as authority:
        with pytest.raises(LetterAltered):
            stamp_times(bytes(changed), HttpTimestamper(authority.url, timeout=20))
        assert authority.asked == 0


def test_an_answer_that_never_ends_is_given_up(signed: bytes, people: Pki) -> None:
    """Each drop comes in time, but the whole does not."""
    with tsa.authority(people) as authority:
        authority.mode = tsa.Mode.DRIPPING
        with pytest.raises(TimeStampUnavailable):
            stamp_times(signed, HttpTimestamper(authority.url, timeout=0.3))
