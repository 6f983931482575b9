"""Who comes in: accounts, sessions, programs and their tasks."""

from engine.commands.access_tokens import (
    create_access_token,
    find_access_token,
    list_access_tokens,
    require_right,
    revoke_access_token,
)
from engine.commands.accounts import create_account, find_account, list_accounts, save_account
from engine.commands.allowances import take_allowance
from engine.commands.external_results import (
    complete_external_task,
    fail_external_task,
    set_external_retries,
    throw_external_error,
)
from engine.commands.external_tasks import (
    count_external_tasks,
    extend_external_lock,
    fetch_external_tasks,
    find_external_tasks,
    has_external_tasks,
    lock_external_task,
    read_external_task,
    unlock_external_task,
)
from engine.commands.sessions import drop_session, drop_sessions_of, read_session, write_session

__all__ = [
    "complete_external_task",
    "count_external_tasks",
    "create_access_token",
    "create_account",
    "drop_session",
    "drop_sessions_of",
    "extend_external_lock",
    "fail_external_task",
    "fetch_external_tasks",
    "find_access_token",
    "find_account",
    "find_external_tasks",
    "has_external_tasks",
    "list_access_tokens",
    "list_accounts",
    "lock_external_task",
    "read_external_task",
    "read_session",
    "require_right",
    "revoke_access_token",
    "save_account",
    "set_external_retries",
    "take_allowance",
    "throw_external_error",
    "unlock_external_task",
    "write_session",
]
