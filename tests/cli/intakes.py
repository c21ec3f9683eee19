"""Intakes through the command line, one after the other, until the work is done or we are killed.

Run by the kill test: ``python intakes.py DATA_DIR FIRST LAST``.
"""

import sys

from app.cli.entry import run_command

CARD = "003190{:06}||NGUYỄN VĂN {}|01021990|Nam|Phường Bến Mơ|01012022"


def main() -> None:
    data_dir, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for number in range(first, last):
        card = CARD.format(number, number)
        name = card.split("|")[2]
        words = ["--data-dir", data_dir, "--json", "receive", "--procedure", "1.004873"]
        if run_command([*words, "--card", card.replace(name, "NGUYỄN VĂN AN")]):
            sys.exit(1)


if __name__ == "__main__":
    main()
