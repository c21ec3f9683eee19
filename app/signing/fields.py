"""The names of a letter's form fields: the leader's signature, what the clerk fills, the seal."""

from typing import Final

LEADER: Final = "NguoiKy"
NUMBER: Final = "SoVanBan"
DAY: Final = "NgayThang"
SEAL: Final = "ConDau"
