"""Staff accounts: made, set up, signed in to, stepped up and ended; and what their people prove themselves with."""

from survivor_portal.actions.staff.accounts import (
    Member,
    NewAccount,
    SetUpCode,
    create_staff,
    require_account,
    reset_staff,
    reset_staff_called,
    staff_members,
)
from survivor_portal.actions.staff.confirming import (
    Newcomer,
    confirm_newcomer,
    confirm_newcomer_called,
    count_newcomers,
    introducer_of,
    newcomers_for,
)
from survivor_portal.actions.staff.events import (
    StaffEventLine,
    StaffEventsPage,
    events_about,
    note_events_seen,
    staff_events,
    unseen_events,
)
from survivor_portal.actions.staff.leaving import change_role, end_account
from survivor_portal.actions.staff.passkeys import (
    KeptPasskey,
    add_passkey,
    ask_to_add,
    ask_to_sign_in,
    ask_to_step_up,
    passkeys_of,
    remove_passkey,
)
from survivor_portal.actions.staff.recovery_codes import recovery_codes_left, replace_recovery_codes
from survivor_portal.actions.staff.setting_up import (
    BegunSetUp,
    SetUpRefusal,
    begin_set_up,
    begun_set_up,
    finish_set_up,
    name_to_set_up,
)
from survivor_portal.actions.staff.signing_in import StaffAttempt, sign_in_staff, sign_in_with_passkey
from survivor_portal.actions.staff.stepping_up import (
    StepUpRefusal,
    has_stepped_up,
    step_up_with_code,
    step_up_with_passkey,
)

__all__ = [
    "BegunSetUp",
    "KeptPasskey",
    "Member",
    "NewAccount",
    "Newcomer",
    "SetUpCode",
    "SetUpRefusal",
    "StaffAttempt",
    "StaffEventLine",
    "StaffEventsPage",
    "StepUpRefusal",
    "add_passkey",
    "ask_to_add",
    "ask_to_sign_in",
    "ask_to_step_up",
    "begin_set_up",
    "begun_set_up",
    "change_role",
    "confirm_newcomer",
    "confirm_newcomer_called",
    "count_newcomers",
    "create_staff",
    "end_account",
    "events_about",
    "finish_set_up",
    "has_stepped_up",
    "introducer_of",
    "name_to_set_up",
    "newcomers_for",
    "note_events_seen",
    "passkeys_of",
    "recovery_codes_left",
    "remove_passkey",
    "replace_recovery_codes",
    "require_account",
    "reset_staff",
    "reset_staff_called",
    "sign_in_staff",
    "sign_in_with_passkey",
    "staff_events",
    "staff_members",
    "step_up_with_code",
    "step_up_with_passkey",
    "unseen_events",
]
