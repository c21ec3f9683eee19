"""Running one command: parse, do, answer; every failure is one Vietnamese line and a status."""

import sys
from collections.abc import Sequence

from app.cli.answers import USAGE, fail, tell
from app.cli.parser import build_parser
from app.cli.parser_parts import UsageWrong
from app.core.errors import AppError
from app.exchange.faults import CatalogueFileBad
from app.ui.error_text import one_line
from app.ui.fault_text import fault_sentence


def run_command(words: Sequence[str]) -> int:
    """Run one command line and return its exit status: 0 done, 1 refused, 2 misspelt."""
    as_json = "--json" in words
    try:
        arguments = build_parser().parse_args(words)
        if arguments.command is None:
            raise UsageWrong("Chưa có lệnh. Xem: motcua --help")
        _check_init(arguments)
    except UsageWrong as wrong:
        return fail("usage", str(wrong), as_json=as_json, status=USAGE)
    try:
        return tell(arguments.run(arguments), as_json=as_json)
    except CatalogueFileBad as bad:
        told = [one_line(bad), *(fault_sentence(fault) for fault in bad.faults)]
        return fail(bad.code, " | ".join(told), as_json=as_json)
    except AppError as error:
        return fail(error.code, one_line(error), as_json=as_json)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read us has gone; there is nobody to tell
        return 1


def _check_init(arguments: object) -> None:
    wanted = ("agency_code", "agency_name")
    if getattr(arguments, "command", "") != "init" or getattr(arguments, "sample", False):
        return
    if not all(getattr(arguments, name) for name in wanted):
        raise UsageWrong("Cần --agency-code và --agency-name, hoặc --sample")
