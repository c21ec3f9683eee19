"""What a command answers: facts for a program, lines for a person; one sentence when it fails."""

import json
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

DONE, FAILED, USAGE = 0, 1, 2


@dataclass
class Answer:
    """Facts under ``--json``, else the lines."""

    facts: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    status: int = DONE


def tell(answer: Answer, *, as_json: bool) -> int:
    """Print an answer to standard output and return the exit status."""
    if as_json:
        sys.stdout.write(json.dumps(answer.facts, ensure_ascii=False, default=_plain) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in answer.lines)
    sys.stdout.flush()
    return answer.status


def fail(code: str, sentence: str, *, as_json: bool, status: int = FAILED) -> int:
    """Say in one line why a command failed, and return its exit status."""
    line = " ".join(sentence.split())
    if as_json:
        said = {"error": code, "message": line}
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stderr.write(line + "\n")
    return status


def _plain(value: object) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
