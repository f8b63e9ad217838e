"""How long one press takes that ends a busy staff member's account, and that the next request is refused.

Run from the top of the repository as `python -m bench.offboarding`.
"""

import argparse
import sys
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from bench.throw_away import throw_away_portal
from survivor_portal.actions.cases import assign
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.actions.sessions import add_session, find_viewer, staff_owner
from survivor_portal.actions.staff import end_account, replace_recovery_codes
from survivor_portal.demonstration.cast import IMANI, RUTH
from survivor_portal.domain.people import Role
from survivor_portal.domain.sessions import STAFF
from survivor_portal.models import Staff
from survivor_portal.web.deps import current_deps

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

LONGEST_MS: Final = 1000.0
CASELOAD: Final = 60
SESSIONS: Final = 20


def main() -> int:
    """End the accounts of several advocates, each with a full caseload and many sessions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=10)
    asked = parser.parse_args()
    with throw_away_portal(lambda: datetime(2026, 5, 12, 9, 30, tzinfo=UTC), is_cheap=True) as app, app.app_context():
        deps = current_deps()
        imani = _at_desk(deps, _staff_called(deps, IMANI.sign_in_name))
        took = [_ended_in(deps, number, imani) for number in range(asked.accounts)]
    print(f"{asked.accounts} accounts ended, each with {CASELOAD} people and {SESSIONS} sessions")
    print(f"median {median(took):.1f} ms, longest {max(took):.1f} ms")
    return int(max(took) > LONGEST_MS)


def _ended_in(deps: "Deps", number: int, by: "Viewer") -> float:
    """Make a busy advocate, end the account, and give the milliseconds that took."""
    staff_id = add_staff(
        deps, NewStaff(f"Advocate {number}", Role.ADVOCATE, f"advocate {number}", RUTH.passphrase, RUTH.totp_secret)
    )
    replace_recovery_codes(deps, _at_desk(deps, staff_id))
    for person in range(CASELOAD):
        assign(deps, add_survivor(deps, NewSurvivor("Someone", f"{number} {person}", RUTH.passphrase)), staff_id)
    with deps.storage.write() as session:
        tokens = [add_session(deps, session, staff_owner(staff_id), STAFF) for _ in range(SESSIONS)]
        session.commit()
    begun = perf_counter()
    if end_account(deps, staff_id, by=by) is not None:
        raise RuntimeError("the account was not ended")
    took = (perf_counter() - begun) * 1000
    if any(find_viewer(deps, desk=True, sid=sid, k=k) for sid, k in tokens):
        raise RuntimeError("a session still opens something")
    return took


def _at_desk(deps: "Deps", staff_id: str) -> "Viewer":
    with deps.storage.write() as session:
        sid, k = add_session(deps, session, staff_owner(staff_id), STAFF)
        session.commit()
    viewer = find_viewer(deps, desk=True, sid=sid, k=k)
    if viewer is None:
        raise RuntimeError("nobody is at the desk")
    return viewer


def _staff_called(deps: "Deps", sign_in_name: str) -> str:
    with deps.storage.read() as connection:
        statement = select(Staff.id).where(Staff.sign_in_digest == deps.sign_in_digest(sign_in_name))
        return connection.execute(statement).scalar_one()


if __name__ == "__main__":
    sys.exit(main())
