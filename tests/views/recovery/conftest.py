"""Who the tests of this folder stand on: Amara, whose case is Ruth's."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.cases import assign
from tests.cast import AMARA, RUTH
from tests.staff import staff_id_of, survivor_id_of

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


@pytest.fixture
def amaras(deps: "Deps") -> str:
    """Amara's reference, on Ruth's caseload."""
    her = survivor_id_of(deps, AMARA)
    assign(deps, her, staff_id_of(deps, RUTH))
    return her
