"""A member of staff in a process of their own, who records the same thing again and again until it is refused.

Run as `python -m tests.tellers`: takes one line of JSON that says what, says "ready", waits for another line, and then
prints a line for each attempt.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic_ns
from typing import IO, TYPE_CHECKING, Any

from survivor_portal.actions.consents import ProposedDisclosure, new_form_token, record_disclosure
from survivor_portal.actions.opening import open_deps
from survivor_portal.config import Config
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod

if TYPE_CHECKING:
    from survivor_portal.domain.consent import ConsentRecord

_REFUSALS = 3
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Attempt:
    """One attempt: when it was begun, by the clock of the machine, and what came of it."""

    begun_at: int
    is_recorded: bool


@dataclass(frozen=True)
class Teller:
    """One such process, ready to begin."""

    process: "subprocess.Popen[str]"

    def begin(self) -> None:
        """Let it record."""
        _to(self.process).write("go\n")
        _to(self.process).flush()

    def attempts(self) -> list[Attempt]:
        """Wait until it was refused, and give all its attempts."""
        output, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return [Attempt(int(line.split()[0]), line.split()[1] == "recorded") for line in output.splitlines()]


@contextmanager
def tellers(config: Config, staff_id: str, record: "ConsentRecord", number: int) -> Iterator[list[Teller]]:
    """Start so many processes on this data, all ready to tell what the record covers."""
    told = {
        "data_folder": str(config.data_folder),
        "key_file": str(config.key_file),
        "database_address": config.database_address,
        "keys_address": config.keys_address,
        "staff_id": staff_id,
        "survivor_id": record.principal,
        "consent": record.record_id,
        "recipient": record.recipient,
        "purpose": record.purpose,
        "items": sorted(record.data_items),
        "method": min(record.methods),
    }
    started = [
        Teller(
            subprocess.Popen(
                [sys.executable, "-m", "tests.tellers"],
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        for _ in range(number)
    ]
    try:
        for teller in started:
            _to(teller.process).write(json.dumps(told) + "\n")
            _to(teller.process).flush()
        for teller in started:
            assert teller.process.stdout is not None
            assert teller.process.stdout.readline() == "ready\n"
        yield started
    finally:
        for teller in started:
            teller.process.kill()
            teller.process.wait()
            for pipe in (teller.process.stdin, teller.process.stdout):
                if pipe is not None:
                    pipe.close()


def _to(process: "subprocess.Popen[str]") -> IO[str]:
    assert process.stdin is not None
    return process.stdin


def _tell(told: dict[str, Any]) -> None:
    deps = open_deps(
        Config(
            data_folder=Path(told["data_folder"]),
            key_file=Path(told["key_file"]),
            database_address=told["database_address"],
            keys_address=told["keys_address"],
            demonstration=True,
        )
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    refused = 0
    while refused < _REFUSALS:
        begun_at = monotonic_ns()
        proposed = ProposedDisclosure(
            consent=told["consent"],
            recipient=told["recipient"],
            purpose=Purpose(told["purpose"]),
            items=frozenset(map(DataItem, told["items"])),
            method=SharingMethod(told["method"]),
            token=new_form_token(deps),
        )
        is_recorded = record_disclosure(deps, told["staff_id"], told["survivor_id"], proposed) is not Refusal.ENDED
        refused += not is_recorded
        sys.stdout.write(f"{begun_at} {'recorded' if is_recorded else 'refused'}\n")
    deps.storage.close()
    deps.key_ring.storage.close()


if __name__ == "__main__":
    _tell(json.loads(sys.stdin.readline()))
