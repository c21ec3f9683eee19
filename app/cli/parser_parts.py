"""What the parsers of all commands are made of; complaints are one Vietnamese line."""

import argparse
from typing import Any, NoReturn

MOMENT = "giờ nghiệp vụ, ISO 8601; chỉ dùng được với dữ liệu mẫu"

Commands = Any
"""What ``add_subparsers`` returns has no public name."""


class UsageWrong(Exception):
    """The words of a command are off; the text says how."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line, told like any other failure."""

    def error(self, message: str) -> NoReturn:
        raise UsageWrong(f"Lệnh chưa đúng ({message}). Xem: {self.prog} --help")


def command(commands: Commands, name: str, run: object, help_text: str) -> Parser:
    """Add one command that runs ``run``."""
    parser: Parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    return parser


def group(commands: Commands, name: str, help_text: str) -> Commands:
    """Add a command that is made of further commands, and return where they are added."""
    parser = command(commands, name, None, help_text)
    return parser.add_subparsers(dest="action", required=True, parser_class=Parser)


def acting(parser: Parser, *, timed: bool = True) -> Parser:
    """Let a command be told who acts and, in a sample ward, when."""
    parser.add_argument("--as", dest="login", metavar="TÀI_KHOẢN", help="tài khoản thực hiện")
    if timed:
        parser.add_argument("--at", metavar="ISO", help=MOMENT)
    return parser


def pair(word: str) -> tuple[int, int]:
    """Read ``1=8000``: what is numbered, and how much of it; for an argument's ``type``."""
    number, _, amount = word.partition("=")
    if not (number.isdigit() and amount.isdigit()):
        raise argparse.ArgumentTypeError(f"“{word}” phải viết như 1=8000")
    return int(number), int(amount)
