"""Rows for every table, as they may stand at each revision. A new revision adds its own.

`SAMPLES[history][revision]` gives all tables of that revision, in the order in which rows can be inserted.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from survivor_portal.migrations import History
from tests.migrations.consent_samples import (
    ENDED_APPROVALS,
    LIFTED_BANS,
    LOOKS,
    RECIPIENT_EVENTS,
    with_consent_history,
)
from tests.migrations.departure_samples import DEPARTURES
from tests.migrations.draft_samples import DRAFTS
from tests.migrations.invite_samples import INVITES
from tests.migrations.leaving_samples import LEAVING
from tests.migrations.recovery_samples import with_recovery
from tests.migrations.staff_samples import STAFF_EVENTS, with_staff_accounts
from tests.migrations.totals_samples import TOTALS

Rows = dict[str, list[dict[str, Any]]]

_NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)

_PEOPLE_AND_SESSIONS: Rows = {
    "survivors": [
        {
            "id": f"survivor{number}",
            "sign_in_digest": f"{number:064x}",
            "passphrase_hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
            "chosen_name": bytes([1, 0, 255, number]),
            "language": language,
            "created_at": _NOW,
        }
        for number, language in enumerate(("en", "ar", None))
    ],
    "staff": [
        {
            "id": f"staff{number}",
            "sign_in_digest": f"{number:064x}",
            "passphrase_hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
            "name": bytes([1, 0, 254, number]),
            "role": role,
            "totp_secret": bytes([1, 0, 253, number]),
            "totp_used_step": 59_000_000,
            "language": None,
            "created_at": _NOW,
        }
        for number, role in enumerate(("advocate", "supervisor"))
    ],
    "sessions": [
        {
            "sid_digest": f"{number:064x}",
            "k_digest": f"{number + 100:064x}",
            "survivor_id": survivor_id,
            "staff_id": staff_id,
            "idle_seconds": 900,
            "started_at": _NOW,
            "seen_at": _NOW,
            "ends_at": _NOW + timedelta(hours=4),
        }
        for number, (survivor_id, staff_id) in enumerate((("survivor0", None), ("survivor0", None), (None, "staff1")))
    ],
}

_DATA_KEYS: Rows = {
    "data_keys": [
        {
            "owner_id": f"owner{number}",
            "key_id": f"key{number}",
            "wrapped_with": "wrapping",
            "wrapped": bytes(range(60)),
            "created_at": _NOW,
        }
        for number in range(3)
    ],
}

_DIRECTORY: Rows = {
    "providers": [
        {
            "id": "provider0",
            "source_id": "p-0",
            "name": "Harbor Light",
            "description": None,
            "url": None,
            "email": None,
            "address_hidden": False,
            "facts": {"phones": []},
        }
    ],
    "services": [
        {
            "id": f"service{number}",
            "source_id": f"s-{number}",
            "provider_id": provider_id,
            "name": "Crisis line",
            "description": "Day and night.",
            "status": "active",
            "eligibility": None,
            "fees": None,
            "wait_time": None,
            "how_to_apply": None,
            "interpretation": None,
            "alert": None,
            "minimum_age": None,
            "maximum_age": 99,
            "url": None,
            "email": None,
            "last_checked_on": _NOW.date(),
            "imported_at": _NOW,
            "facts": {"languages": ["en"]},
        }
        for number, provider_id in enumerate(("provider0", None))
    ],
    "service_needs": [{"service_id": "service0", "need": "crisis"}],
    "locations": [
        {
            "id": "location0",
            "source_id": "l-0",
            "provider_id": "provider0",
            "name": None,
            "description": None,
            "transportation": None,
            "url": None,
            "address_hidden": True,
            "facts": {},
        }
    ],
    "services_at_locations": [{"service_id": "service0", "location_id": "location0", "facts": {}}],
}

_CASES_AND_OPTIONS: Rows = {
    "assignments": [
        {"id": "a0", "survivor_id": "survivor0", "staff_id": "staff0", "started_at": _NOW, "ended_at": _NOW},
        {"id": "a1", "survivor_id": "survivor0", "staff_id": "staff0", "started_at": _NOW, "ended_at": None},
    ],
    "case_views": [{"staff_id": "staff0", "survivor_id": "survivor0", "seen_at": _NOW}],
    "options": [
        {
            "id": "option0",
            "survivor_id": "survivor0",
            "service_id": "service0",
            "origin": "offered",
            "offered_by": "staff0",
            "place": 0,
            "created_at": _NOW,
        }
    ],
    "option_answers": [
        {"id": "answer0", "option_id": "option0", "sequence": 1, "answer": "wanted", "answered_at": _NOW}
    ],
}

_CONSENTS: Rows = {
    "recipients": [{"id": "recipient0", "provider_id": "provider0", "name": "Harbor Light", "standing": "active"}],
    "consents": [
        {
            "record_id": "consent0",
            "schema_version": "1",
            "principal": "survivor0",
            "recipient": "recipient0",
            "purpose": "legal_help",
            "scope": bytes([1, 0, 250]),
            "valid_from": _NOW,
            "expires_at": _NOW + timedelta(days=30),
            "max_uses": None,
            "statement_version": "1",
            "language": "en",
            "words": bytes([1, 0, 252]),
            "interpreter": None,
            "risk_acknowledged_at": _NOW,
            "alternatives_acknowledged_at": _NOW,
            "signed_at": _NOW,
            "signature_method": "portal",
            "supersedes": None,
            "form_token_digest": f"{2:064x}",
        }
    ],
    "consent_events": [
        {
            "id": f"event{number}",
            "record_id": "consent0",
            "event_state": state,
            "event_time": _NOW,
            "effective_time": _NOW,
            "entity": "survivor0",
            "method": "portal",
            "recorded_by": "survivor0",
            "reason": None,
        }
        for number, state in enumerate(("draft", "given"))
    ],
    "disclosures": [
        {
            "id": "disclosure0",
            "consent": "consent0",
            "recipient": "recipient0",
            "purpose": "legal_help",
            "details": bytes([1, 0, 249]),
            "at": _NOW,
            "by": "staff0",
            "form_token_digest": None,
        }
    ],
}

_MESSAGES: Rows = {
    "messages": [
        {
            "id": f"message{number}",
            "survivor_id": "survivor0",
            "staff_id": staff_id,
            "author": staff_id or "survivor0",
            "token_digest": f"{number:064x}",
            "body": bytes([1, 0, 251, number]),
            "sent_at": _NOW,
        }
        for number, staff_id in enumerate((None, "staff0"))
    ],
}

_DEVICES_AND_NOTICES: Rows = {
    "throttles": [{"key_digest": f"{5:064x}", "attempts": 7, "last_at": _NOW}],
    "known_devices": [
        {
            "token_digest": f"{6:064x}",
            "survivor_id": "survivor0",
            "added_at": _NOW,
            "used_at": _NOW,
            "clears_after": 1,
        },
    ],
    "notices": [
        {
            "number": number + 1,
            "id": f"notice{number}",
            "survivor_id": "survivor0",
            "kind": "new_sign_in",
            "about_session": about_session,
            "device": device,
            "added_at": _NOW,
            "seen_at": seen_at,
        }
        for number, (about_session, device, seen_at) in enumerate(
            (("session0", "phone/android/chrome", None), (None, None, _NOW))
        )
    ],
    "clock_marks": [{"id": 1, "newest_at": _NOW}],
    # After the devices, which they point at.
    "sessions": [
        session
        | {
            "ref": f"session{number}",
            "device": "phone/android/chrome",
            "is_shared": number == 1,
            "known_device_digest": f"{6:064x}" if number == 0 else None,
            "clears_after": 1 if number == 0 else None,
        }
        for number, session in enumerate(_PEOPLE_AND_SESSIONS["sessions"])
    ],
}

_WITH_DIRECTORY = _PEOPLE_AND_SESSIONS | _DIRECTORY
_WITH_CASES = _WITH_DIRECTORY | _CASES_AND_OPTIONS
_WITH_CONSENTS = _WITH_CASES | _CONSENTS
_WITH_MESSAGES = _WITH_CONSENTS | _MESSAGES
_WITH_DEVICES = {table: some for table, some in _WITH_MESSAGES.items() if table != "sessions"} | _DEVICES_AND_NOTICES
_WITH_RECOVERY = with_recovery(with_staff_accounts(_WITH_DEVICES | INVITES | DEPARTURES))
_WITH_CONSENT_HISTORY = with_consent_history(_WITH_RECOVERY | STAFF_EVENTS)
_WITH_OFFICE = _WITH_CONSENT_HISTORY | TOTALS | LIFTED_BANS | ENDED_APPROVALS

NEVER_FILLED = {"erasures_under_way"}
"""Tables in which no committed row can be."""

SAMPLES: dict[History, dict[str, Rows]] = {
    History.DATA: {
        "0001": _PEOPLE_AND_SESSIONS,
        "0002": _WITH_DIRECTORY,
        "0003": _WITH_CASES,
        "0004": _WITH_CONSENTS,
        "0005": _WITH_MESSAGES,
        "0006": _WITH_DEVICES,
        "0007": _WITH_DEVICES | INVITES,
        "0008": _WITH_DEVICES | INVITES | DEPARTURES,
        "0009": with_staff_accounts(_WITH_DEVICES | INVITES | DEPARTURES),
        "0010": _WITH_RECOVERY,
        "0011": _WITH_RECOVERY | STAFF_EVENTS,
        "0012": _WITH_CONSENT_HISTORY,
        "0013": _WITH_CONSENT_HISTORY | TOTALS,
        "0014": _WITH_CONSENT_HISTORY | TOTALS | LIFTED_BANS,
        "0015": _WITH_OFFICE,
        "0016": _WITH_OFFICE | RECIPIENT_EVENTS,
        "0017": _WITH_OFFICE | RECIPIENT_EVENTS | LOOKS,
        "0018": _WITH_OFFICE | RECIPIENT_EVENTS | LOOKS | DRAFTS,
        "0019": _WITH_OFFICE | RECIPIENT_EVENTS | LOOKS | DRAFTS | LEAVING,
    },
    History.KEYS: {
        "0001": _DATA_KEYS,
        "0002": _DATA_KEYS | {"destroyed_keys": [{"owner_id": "owner9", "destroyed_at": _NOW}]},
    },
}
