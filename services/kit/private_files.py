"""Files of a process's own secrets: made once, whole or not at all, readable by their owner only."""

import os
from pathlib import Path


def write_once(file: Path, content: bytes) -> None:
    """Write a file that is not there yet; of two processes that make it at once the first one's stays."""
    partial = file.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written:
        written.write(content)
    try:
        os.link(partial, file)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
