"""Wrong PINs: sent once, counted by us and by the token, the last try only on a person's word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.signing.token import errors
from app.signing.token.errors import PinState, TokenProblem
from app.signing.token.pin import Pin, PinTries
from tests.support.pki import Pki
from tests.support.softhsm import LABEL, PIN
from tests.support.token_bench import WRONG, Bench, sign

OddBench = Callable[..., Bench]


def test_a_wrong_pin_is_sent_once(bench: Bench, people: Pki) -> None:
    """It stops the batch, is counted, and is forgotten when the right one comes."""
    serial = bench.plugged().serial
    problem = bench.refused(people, errors.PinWrong, pin=WRONG)
    assert problem.params["wrong"] == bench.tries.wrong(serial) == 1
    token = bench.plugged()
    assert token.pin is PinState.LOW
    remark = bench.tries.remark(serial, token.label, token.pin)
    assert isinstance(remark, errors.FewTriesLeft)
    with bench.batch(people) as signer:
        sign(signer)
    assert bench.tries.wrong(serial) == 0
    assert bench.tries.remark(serial, LABEL, bench.plugged().pin) is None


def test_our_count_asks_for_a_word_before_the_last_try(bench: Bench, people: Pki) -> None:
    """Twice wrong, and the third is not sent unless its risk is confirmed."""
    serial = bench.plugged().serial
    for _ in range(2):
        bench.refused(people, errors.PinWrong, pin=WRONG)
    remark = bench.tries.remark(serial, LABEL, PinState.OK)
    assert isinstance(remark, errors.LastTry)
    bench.refused(people, errors.LastTry)
    assert bench.tries.wrong(serial) == 2
    with bench.batch(people, last_try_confirmed=True) as signer:
        sign(signer)
    assert bench.tries.wrong(serial) == 0


def test_the_token_itself_may_say_that_it_is_the_last_try(odd: OddBench, people: Pki) -> None:
    """Whatever we counted."""
    bench = odd("final")
    assert bench.plugged().pin is PinState.FINAL
    bench.refused(people, errors.LastTry)
    with bench.batch(people, last_try_confirmed=True) as signer:
        sign(signer)


def test_the_child_refuses_the_last_try_too(odd: OddBench) -> None:
    """Should the token's flags have changed since they were read."""
    bench = odd("final")
    with pytest.raises(errors.LastTry):
        bench.process.login(bench.plugged(), Pin(PIN))


def test_a_locked_token_is_sent_no_pin(odd: OddBench, people: Pki) -> None:
    """Not even with a confirmation."""
    bench = odd("locked")
    serial = bench.plugged().serial
    bench.refused(people, errors.PinLocked, last_try_confirmed=True)
    assert bench.tries.wrong(serial) == 0
    assert isinstance(bench.tries.remark(serial, LABEL, PinState.LOCKED), errors.PinLocked)
    with pytest.raises(errors.PinLocked):
        bench.process.login(bench.plugged(), Pin(PIN), last_try_confirmed=True)


def test_the_pin_that_locked_the_token_is_told_so(odd: OddBench, people: Pki) -> None:
    """Not only that it was wrong."""
    odd("locks").refused(people, errors.PinLocked, pin=WRONG)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("PinLenRange", errors.PinLength),
        ("PinInvalid", errors.PinLength),
        ("PinExpired", errors.PinExpired),
        ("UserPinNotInitialized", errors.PinExpired),
        ("PinLocked", errors.PinLocked),
        ("GeneralError", TokenProblem),
    ],
)
def test_whatever_a_token_refuses_a_pin_with_is_a_try(
    odd: OddBench, people: Pki, told, kind
) -> None:
    """Some report a wrong PIN as a general failure."""
    bench = odd(f"refuses:{told}")
    serial = bench.plugged().serial
    problem = bench.refused(people, kind)
    assert type(problem) is kind
    assert bench.tries.wrong(serial) == 1


def test_no_pin_is_sent_that_nobody_typed(bench: Bench, people: Pki) -> None:
    """Unless the token has keys of its own."""
    bench.refused(people, errors.PinMissing, pin=None)
    bench.refused(people, errors.PinMissing, pin="")
    with pytest.raises(errors.PinMissing):
        bench.process.login(bench.plugged(), Pin())


def test_a_pin_may_be_typed_on_the_token(
    odd: OddBench,
    people: Pki,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program never sees it."""
    monkeypatch.setenv("ODD_PAD", PIN)
    bench = odd("pad")
    assert bench.plugged().has_pin_pad
    with bench.batch(people, None) as signer:
        sign(signer)


def test_a_count_that_cannot_be_kept_sends_no_pin(
    bench: Bench, people: Pki, tmp_path: Path
) -> None:
    """Else a crash could hide a wrong try."""
    (tmp_path / "file").write_text("")
    bench.tries = PinTries(tmp_path / "file")
    bench.refused(people, errors.TriesNotKept)
    assert bench.plugged().pin is PinState.OK
