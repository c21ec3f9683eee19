"""The worker with a driver that behaves as real tokens do and SoftHSM does not.

Started in the worker's place; the environment says which oddity, never the program.
"""

import os
import sys
import time
from typing import Any

import pkcs11
from pkcs11 import Mechanism, TokenFlag
from pkcs11 import exceptions as p11

from app.signing.token import driver, worker

FLAGS = {
    "final": TokenFlag.USER_PIN_FINAL_TRY,
    "locked": TokenFlag.USER_PIN_LOCKED,
    "pad": TokenFlag.PROTECTED_AUTHENTICATION_PATH,
}


class Odd:
    """Stands before a real object and changes some of its answers."""

    def __init__(self, real: Any, **answers: Any) -> None:
        self._real, self._answers = real, answers

    def __getattr__(self, name: str) -> Any:
        return self._answers[name] if name in self._answers else getattr(self._real, name)


class OddDriver(driver.Driver):
    """What is odd is named by ODD: see ``FLAGS`` and the methods below."""

    odd, _, of = os.environ["ODD"].partition(":")
    signed = 0

    def _tokens(self) -> Any:
        for token in super()._tokens():
            flags = token.flags | FLAGS.get(self.odd, 0)
            if self.odd == "locks" and self._tried():
                flags |= TokenFlag.USER_PIN_LOCKED
            yield Odd(token, flags=flags, open=self._open_of(token))

    def tokens(self) -> list[dict[str, Any]]:
        if self.odd == "silent":
            time.sleep(60)
        if self.odd == "chatty":
            os.write(1, b"driver says: slot 0\n")
        if self.odd == "dies":
            os._exit(11)
        return super().tokens()

    def sign(self, data: bytes) -> bytes:
        self.signed += 1
        if self.signed > 1 and self.odd == "crashes":
            os.kill(os.getpid(), 11)
        if self.signed > 1 and self.odd == "hangs":
            time.sleep(60)
        if self.signed > 1 and self.odd == "fails":
            self._key = Odd(self._key, sign=self._raising(getattr(p11, self.of)))
        if self.odd == "lies":
            return super().sign(data + b"!")
        if self.odd == "raw_rsa":
            slot = Odd(None, get_mechanisms=lambda: {Mechanism.RSA_PKCS})
            self._session = Odd(self._session, token=Odd(None, slot=slot))
        return super().sign(data)

    def _open_of(self, token: Any) -> Any:
        def open_it(**given: Any) -> Any:
            pin = given.get("user_pin")
            if pin is pkcs11.PROTECTED_AUTH:
                return token.open(user_pin=os.environ["ODD_PAD"])
            if pin is not None and self.odd == "refuses":
                raise getattr(p11, self.of)
            return token.open(**given)

        return open_it

    def _tried(self) -> bool:
        return any(token.flags & TokenFlag.USER_PIN_COUNT_LOW for token in super()._tokens())

    @staticmethod
    def _raising(kind: type[Exception]) -> Any:
        def sign(*_: Any, **__: Any) -> bytes:
            raise kind

        return sign


worker.Driver = OddDriver  # type: ignore[misc]

if __name__ == "__main__":
    sys.exit(worker.main())
