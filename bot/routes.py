"""What there is to press and to send: one table from actions to use cases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot import ask, help, home
from bot.ports import Store
from bot.turn import Outcome, Tick, Turn

UseCase: TypeAlias = Callable[[Turn, Store], Outcome]
TimerCase: TypeAlias = Callable[[Tick, Store], Outcome]


@dataclass(frozen=True, slots=True)
class Route:
    """A use case; ``writes`` opens a transaction that may change something and makes a repeat harmless."""

    run: UseCase
    writes: bool = False


ROUTES: dict[str, Route] = {
    "help": Route(help.help_card),
    "installed": Route(help.welcome, writes=True),
    "home": Route(home.home_card),
    "ask": Route(ask.form),
    "ask.vendors": Route(ask.vendors),
    "ask.post": Route(ask.post, writes=True),
    "ask.read": Route(ask.read),
    "ask.answer": Route(ask.answer_form),
    "ask.send_answer": Route(ask.send_answer, writes=True),
    "ask.close": Route(ask.close, writes=True),
}

TIMERS: dict[str, TimerCase] = {"ask.expire": ask.expire}
