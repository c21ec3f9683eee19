"""What kind of machine a vendor's library is made for: 32 and 64 bits are often mixed up."""

import struct
import sys
from pathlib import Path


def why_unfit(path: Path) -> str:
    """Return why the system would not load a library: of another kind of machine, or no driver."""
    ours, its = machine_of(Path(sys.executable)), machine_of(path)
    if its is None:
        return "foreign"
    return "refused" if its == ours else "architecture"


def machine_of(path: Path) -> tuple[str, int, int] | None:
    """Return the format, machine and word size that a shared library is made for; None if none.

    ELF: e_machine and EI_CLASS; PE: Machine and the optional header's magic.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head[:4] == b"\x7fELF" and len(head) > 20:  # noqa: PLR2004 - where e_machine ends
        order = "<" if head[5] == 1 else ">"
        return "elf", struct.unpack_from(f"{order}H", head, 18)[0], head[4]
    if head[:2] == b"MZ" and len(head) > 64:  # noqa: PLR2004 - the old header
        begins = struct.unpack_from("<I", head, 60)[0]
        if head[begins : begins + 4] == b"PE\0\0" and len(head) > begins + 26:
            machine, magic = struct.unpack_from("<4xH18xH", head, begins)
            return "pe", machine, magic
    return None
