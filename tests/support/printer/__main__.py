"""The process: prints where it can be reached, then answers each JSON line with one.

Orders: ``{"set": {"cover": true}}`` now; ``{"at_byte": {"n": 4000, "set": …}}`` when so many bytes
of a connection have come; ``{"after_ms": {"ms": 300, "set": …}}`` later; ``{"tear": true}`` the
hanging paper; ``{"sheets": 3}`` asks for the pieces of paper from the third on; ``{"new": true}``
makes it a printer that was never used. Every answer is a report of what came out so far.
"""

import argparse
import base64
import hashlib
import json
import random
import socket
import sys
import threading
import zlib
from pathlib import Path
from typing import Any

from tests.support.printer.device import Device
from tests.support.printer.interpreter import Page
from tests.support.printer.lines import Terminal, serve_port, serve_terminal


def main() -> None:
    """Serve until standard input ends."""
    arguments = _arguments()
    chance = None if arguments.faults is None else random.Random(arguments.faults)
    device = Device(chance=chance, fault_span=arguments.fault_span)
    listener = socket.create_server(("127.0.0.1", 0))
    _start(serve_port, device, listener)
    if arguments.pty:
        _start(serve_terminal, device, Terminal(arguments.pty))
    _say({"port": listener.getsockname()[1], "pty": str(arguments.pty or "")})
    digests: list[str] = []
    for order in map(json.loads, sys.stdin):
        _say(obey(device, order, digests))


def obey(device: Device, order: dict[str, Any], digests: list[str]) -> dict[str, Any]:
    """Carry out one order and return the report; ``digests`` grows with the paper."""
    try:
        _check(device, order)
    except AttributeError as unknown:
        return {"error": str(unknown)}
    if order.get("new"):
        device.renew()
        digests.clear()
    if timed := order.get("at_byte"):
        with device.lock:
            device.timed.append((timed["n"], timed["set"]))
    if timed := order.get("after_ms"):
        _later(device, timed)
    device.change(order.get("set", {}))
    if order.get("tear"):
        device.tear()
    with device.lock:
        pages = device.pages()
        digests += [hashlib.sha256(page.bits).hexdigest() for page in pages[len(digests) :]]
        report = {**_counts(device), "pages": digests}
    if "sheets" in order:
        report["sheets"] = [_sheet(page) for page in pages[order["sheets"] :]]
    return report


def _check(device: Device, order: dict[str, Any]) -> None:
    """Refuse a switch that does not exist, before anything is done.

    Raises:
        AttributeError: there is no such switch.
    """
    for part in (order, order.get("at_byte", {}), order.get("after_ms", {})):
        for name in part.get("set", {}):
            getattr(device.switches, name)


def _later(device: Device, timed: dict[str, Any]) -> None:
    timer = threading.Timer(timed["ms"] / 1000, device.change, (timed["set"],))
    timer.daemon = True
    timer.start()


def _counts(device: Device) -> dict[str, Any]:
    reader = device.reader
    return {
        "unknown": reader.unknown,
        "nuls": reader.nuls,
        "obeyed_inside_dots": reader.obeyed_inside_dots,
        "connections": device.connections,
        "received": device.received,
        "hanging": len(reader.page.rows),
        "owed": reader.owed,
        "held": sum(len(data or b"") for _, data in device.held),
        "busy": device.job is not None,
    }


def _sheet(page: Page) -> dict[str, Any]:
    return {
        "width": page.width,
        "rows": len(page.rows),
        "bits": base64.b64encode(zlib.compress(page.bits, 1)).decode(),
        "is_whole": page.is_whole,
        "jobs": sorted(page.jobs),
        "at": page.at,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A receipt printer for tests.")
    parser.add_argument("--pty", type=Path, metavar="LINK", help="also listen on a terminal")
    parser.add_argument("--faults", type=int, metavar="SEED", help="draw a fault per connection")
    parser.add_argument("--fault-span", type=int, default=Device.fault_span, metavar="BYTES")
    return parser.parse_args()


def _start(target: Any, *arguments: object) -> None:
    threading.Thread(target=target, args=arguments, daemon=True).start()


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
