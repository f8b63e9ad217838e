"""What the tests of this folder share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import ImportReport
from survivor_portal.cli import main
from survivor_portal.demonstration import folder
from tests.timepiece import Timepiece

DEMONSTRATION = Path(folder.__file__).with_name("directory.json")
PUBLISHED = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "hsds"


@dataclass
class Empty:
    """A data folder without a person or a service in it."""

    config_path: Path
    deps: Deps
    timepiece: Timepiece


def changed(report: ImportReport) -> dict[str, int]:
    """Give how many records of each kind an import changed, where it changed any."""
    return {kind: counts.changed for kind, counts in report.counts.items() if counts.changed}


def rows(deps: Deps, *columns: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 (whatever is selected)
    """Give rows as they are stored."""
    with deps.storage.read() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*columns)))


def run(empty: Empty, *arguments: str | Path) -> Result:
    """Run the command in this process."""
    words = ["import-directory", "--config", str(empty.config_path), *map(str, arguments)]
    return CliRunner().invoke(main, words)
