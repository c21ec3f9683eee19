"""Opening and closing accounts without a screen."""

import io

import pytest

from tests.cli.conftest import Command


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password on the first line of the input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("motcua-moi\n"))


def _add(ward: Command, *who: str) -> dict[str, object]:
    return ward("account", "add", "moi", "--name", "Phan Thị Mới", "--role", "registrar", *who)


@pytest.mark.usefixtures("typed")
def test_an_administrator_opens_and_closes_accounts(ward: Command) -> None:
    """The new registrar is listed, then not any more."""
    assert _add(ward, "--as", "admin")["role"] == "registrar"
    listed = {one["login"]: one["role"] for one in ward("account", "list")["accounts"]}
    assert listed["moi"] == "registrar"
    assert ward("account", "close", "moi", "--as", "admin")["status"] == 0
    assert "moi" not in {one["login"] for one in ward("account", "list")["accounts"]}


@pytest.mark.usefixtures("typed")
def test_a_clerk_opens_no_account(ward: Command) -> None:
    """It is told who may."""
    refused = _add(ward, "--as", "lan")
    assert (refused["status"], refused["error"]) == (1, "account.not_allowed")
