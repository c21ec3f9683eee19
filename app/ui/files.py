"""Writing a file where the officer asked for it; a refusal is a situation, not a bug."""

from pathlib import Path

from app.core.errors import AppError


class FileNotWritable(AppError):
    """A file cannot be written where it was asked for; ``name``, ``folder``."""

    code = "file.not_writable"


def write_file(path: Path, data: bytes) -> Path:
    """Write a whole file and return its path.

    Raises:
        FileNotWritable: the folder is missing, full or not ours.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileNotWritable(name=path.name, folder=str(path.parent)) from error
    return path
