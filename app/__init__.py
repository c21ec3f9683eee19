"""Một Cửa: the reception desk of a ward; the layers are listed in ``pyproject.toml``."""
