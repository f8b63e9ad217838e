"""Reading a stolen data folder byte by byte: databases and write-ahead logs, in search of words."""

import hashlib
import re
from pathlib import Path

from tests.cast import STAFF, SURVIVORS

FILES = {"portal.db", "portal.db-wal", "keys.db", "keys.db-wal"}

# Salt and hash are chance, and long enough to spell a name of three letters now and then.
PASSPHRASE_HASH = re.compile(rb"\$argon2id\$v=19\$m=8,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}")


class Repeatable:
    """Chance that draws the same every time, so that no drawn letters spell a short name on some unlucky day."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(f"draw {self._drawn}".encode()).digest(count)


def bytes_on_disk(home: Path) -> bytes:
    """Give all that lies in the data folder but for what the system's own chance made: hashes and checksums."""
    files = [path for path in (home / "data").rglob("*") if path.is_file()]
    assert {path.name for path in files} >= FILES
    content = b"".join(pages_of_log(path) if path.suffix == ".db-wal" else path.read_bytes() for path in files)
    rest, hashes = PASSPHRASE_HASH.subn(b"", content)
    assert hashes >= len(SURVIVORS) + len(STAFF)
    return rest


def pages_of_log(path: Path) -> bytes:
    """Leave the checksums out of a write-ahead log: https://www.sqlite.org/fileformat2.html, section 4.1."""
    log = path.read_bytes()
    header, frame_header, page = 32, 24, int.from_bytes(log[8:12])
    frames = range(header, len(log), frame_header + page)
    return b"".join(log[start + frame_header : start + frame_header + page] for start in frames)


def ways_to_write(word: str) -> set[bytes]:
    """Give a word as it could lie in a file, in capitals or not."""
    return {
        written.encode(encoding)
        for written in (word, word.lower(), word.upper())
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    }


def found(home: Path, words: set[str]) -> list[str]:
    """Name the words that can be read in the files."""
    content = bytes_on_disk(home)
    return sorted(word for word in words if any(written in content for written in ways_to_write(word)))
