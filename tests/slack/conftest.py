"""Fixtures of the Slack tests."""

from collections.abc import AsyncIterator

import pytest

from tests.slack.world import OAUTH, World, world


@pytest.fixture
async def one_team() -> AsyncIterator[World]:
    """Slack set up with a bot token."""
    async with world() as made:
        yield made


@pytest.fixture
async def many_teams() -> AsyncIterator[World]:
    """Slack set up with OAuth."""
    async with world(OAUTH) as made:
        yield made
