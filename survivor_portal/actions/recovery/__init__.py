"""Getting back in with her team's help, without handing the account over: no staff member ever holds what opens it."""

from survivor_portal.actions.recovery.agreeing import AskedColleague, agree, asked_for_second, count_asked_for_second
from survivor_portal.actions.recovery.asking import (
    AskedRequest,
    ask_to_get_in,
    asked_since,
    asked_with,
    give_up,
    stop_requests,
)
from survivor_portal.actions.recovery.finding import find_person, person_for_supervisor
from survivor_portal.actions.recovery.finishing import (
    CodeOutcome,
    FinishRefusal,
    NewStart,
    finish_recovery,
    take_code,
)
from survivor_portal.actions.recovery.helping import GivenCode, Helping, help_back_in
from survivor_portal.actions.recovery.history import (
    EventKind,
    HistoryLine,
    HistoryPage,
    account_history,
    history_page,
)
from survivor_portal.actions.recovery.old_messages import MessagesWait, messages_wait
from survivor_portal.actions.recovery.words import NewWords, WordsRefusal, set_words, words_are_wanted, words_set_at

__all__ = [
    "AskedColleague",
    "AskedRequest",
    "CodeOutcome",
    "EventKind",
    "FinishRefusal",
    "GivenCode",
    "Helping",
    "HistoryLine",
    "HistoryPage",
    "MessagesWait",
    "NewStart",
    "NewWords",
    "WordsRefusal",
    "account_history",
    "agree",
    "ask_to_get_in",
    "asked_for_second",
    "asked_since",
    "asked_with",
    "count_asked_for_second",
    "find_person",
    "finish_recovery",
    "give_up",
    "help_back_in",
    "history_page",
    "messages_wait",
    "person_for_supervisor",
    "set_words",
    "stop_requests",
    "take_code",
    "words_are_wanted",
    "words_set_at",
]
