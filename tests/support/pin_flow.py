"""The program as it signs a batch, alone in a process whose memory can be looked through.

    python -m tests.support.pin_flow LIBRARY DATA_FOLDER

The PIN comes first on standard input. It says ``typed``, ``signing`` and ``done``, and waits for a
line each time.
"""

import asyncio
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.signing.token.client import TokenProcess
from app.signing.token.pin import PinTries, read_pin
from app.signing.token.signer import confirmed_batch


def main() -> None:
    library, data = Path(sys.argv[1]), Path(sys.argv[2])
    logging.basicConfig(filename=data / "flow.log", level=logging.DEBUG)
    process = TokenProcess(library)
    (token,) = process.tokens()
    chosen = process.certificates(token)[0]
    pin = read_pin()
    _pause("typed")
    try:
        with confirmed_batch(
            process, token, chosen, pin, PinTries(data), letters=2, at=datetime.now(UTC)
        ) as signer:
            asyncio.run(signer.async_sign_raw(b"thu", "sha256"))
            _pause(f"signing {process.pid}")
            raise RuntimeError("a fault of the program in mid-batch")
    except RuntimeError:
        logging.getLogger("flow").exception("%r %r", pin, locals())
    _pause("done")


def _pause(said: str) -> None:
    os.write(1, f"{said}\n".encode())
    os.read(0, 1)


if __name__ == "__main__":
    main()
