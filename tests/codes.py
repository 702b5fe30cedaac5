"""Receipt codes without the 50 ms that each of them costs a thief on purpose."""

from collections.abc import Iterator

import pytest

from storage import receipts

REAL_COST = receipts.COST


@pytest.fixture(scope="session", autouse=True)
def quick_codes() -> Iterator[None]:
    """What a code is worth is tested once; everywhere else its hash may be quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receipts, "COST", 2**4)
        yield
