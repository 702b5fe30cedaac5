"""Slack's error codes as the core's words: wait, cannot be reached, gone. Anything else is a bug of ours and flies."""

from collections.abc import Mapping

from slack_sdk.errors import SlackApiError

from bot.turn import Gone, Paced, TryLater, Unreachable

BACKOFF = 5.0  # seconds after a fault that names no time of its own
LONGEST_WAIT = 3_600.0

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
LATER = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "accesslimited",
        "external_channel_migrating",
    }
)
LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
UNREACHABLE = frozenset(
    {
        "access_denied",
        "account_inactive",
        "as_user_not_supported",
        "cannot_dm_bot",
        "channel_not_found",
        "channel_type_not_supported",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "invalid_users",
        "is_archived",
        "is_inactive",
        "missing_scope",
        "mpim_disabled",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "team_access_not_granted",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
        "user_disabled",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_list_not_supplied",
    }
)


class SlackRefused(Exception):
    """Slack refused what we built (blocks, arguments): a bug, not a fault of the recipient."""

    def __init__(self, method: str, code: str) -> None:
        super().__init__(f"{method}: {code}")
        self.method = method
        self.code = code


def sort(error: SlackApiError, method: str) -> Exception:
    """The exception that says what to do about a failed call."""
    response = error.response
    # The SDK hands over its own response, or aiohttp's where the body was no JSON.
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    headers = getattr(response, "headers", {})
    code = _code(response)
    if status == 429 or code in LIMITED:
        return Paced(wait(headers, 30.0), method)
    if status >= 500 or code in LATER or not code:
        return TryLater(wait(headers, BACKOFF))
    if code in GONE:
        return Gone(code)
    return Unreachable(code) if code in UNREACHABLE else SlackRefused(method, code)


def wait(headers: Mapping[str, str], otherwise: float) -> float:
    """Seconds of the header Retry-After, within an hour."""
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return min(max(float(given), 1.0), LONGEST_WAIT)
    except ValueError:
        return otherwise


def _code(response: object) -> str:
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else ""
