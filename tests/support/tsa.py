"""A time-stamp authority (RFC 3161) on the loopback, that can also be slow, refusing or wrong."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.support.pki import Pki
from tests.support.sealed_files import stamper_of

SLOW_SECONDS = 1.5


class Mode(StrEnum):
    """How the authority behaves."""

    OK = "ok"
    ERROR = "error"
    REFUSING = "refusing"
    GARBAGE = "garbage"
    SLOW = "slow"
    DRIPPING = "dripping"  # begins at once and does not end in time
    OTHER = "other"  # stamps something else than it was asked for
    FORGED = "forged"  # the stamp's own signature does not hold
    REPLAYED = "replayed"  # answers another request than this one


class Authority(ThreadingHTTPServer):
    """Answers POST; ``asked`` counts the requests."""

    daemon_threads = True

    def __init__(self, pki: Pki) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.stamper: DummyTimeStamper = stamper_of(pki)
        self.mode = Mode.OK
        self.asked = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/"

    def answer(self, body: bytes) -> bytes:
        """Return the reply to a request, as the mode wants it."""
        request = tsp.TimeStampReq.load(body)
        if self.mode is Mode.GARBAGE:
            return b"\x30\x03abc"
        if self.mode is Mode.REFUSING:
            status = {"status": "rejection", "status_string": ["not today"]}
            return bytes(tsp.TimeStampResp({"status": tsp.PKIStatusInfo(status)}).dump())
        if self.mode is Mode.OTHER:
            request["message_imprint"]["hashed_message"] = bytes(32)
        if self.mode is Mode.REPLAYED:
            request["nonce"] = 7
        reply = asyncio.run(self.stamper.async_request_tsa_response(request))
        if self.mode is Mode.FORGED:
            content = reply["time_stamp_token"]["content"]
            content["signer_infos"][0]["signature"] = bytes(256)
        return bytes(reply.dump(force=True))


class _Handler(BaseHTTPRequestHandler):
    server: Authority

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        if self.server.mode is Mode.SLOW:
            time.sleep(SLOW_SECONDS)
        failed = self.server.mode is Mode.ERROR
        self.send_response(500 if failed else 200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        if self.server.mode is Mode.DRIPPING:
            self._drip()
        elif not failed:
            self.wfile.write(self.server.answer(body))

    def _drip(self) -> None:
        until = time.monotonic() + SLOW_SECONDS
        with suppress(OSError):  # whoever asked has hung up
            while time.monotonic() < until:
                self.wfile.write(b"\x30")
                time.sleep(0.05)


@contextmanager
def authority(pki: Pki) -> Iterator[Authority]:
    """Run an authority in a thread as long as it is wanted."""
    server = Authority(pki)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
