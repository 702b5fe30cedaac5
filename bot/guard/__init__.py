"""The writing guard: finds what should not reach others, says why, and offers a rewording."""

from bot.guard.finding import Author, Finding, Known, reword
from bot.guard.look import inspect
from bot.guard.saying import reasons

__all__ = ["Author", "Finding", "Known", "inspect", "reasons", "reword"]
