"""One trial infrastructure, and one token that each test gets a copy of."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.signing.token.client import TokenProcess
from tests.support.pki import Pki
from tests.support.softhsm import Item, SoftToken, new_token
from tests.support.token_bench import ODD, Bench


@pytest.fixture(scope="session")
def people() -> Pki:
    """Root, authority and signers."""
    return Pki()


@pytest.fixture(scope="session")
def officer_token(people: Pki, tmp_path_factory: pytest.TempPathFactory) -> SoftToken:
    """A token with an RSA key and a P-256 key, and the authority's certificate beside them."""
    return new_token(
        tmp_path_factory.mktemp("token"),
        Item(people.signer("Đỗ Thị Ẩn")),
        Item(people.signer("Lê Ổn", elliptic=True)),
        Item(people.authority, has_key=False),
    )


@pytest.fixture
def token_folder(
    officer_token: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> SoftToken:
    """The test's own copy of the token, plugged in."""
    token = officer_token.copy(tmp_path / "softhsm")
    monkeypatch.setenv("SOFTHSM2_CONF", str(token.config))
    return token


@pytest.fixture
def bench(token_folder: SoftToken, tmp_path: Path) -> Iterator[Bench]:
    """The token with the program's own driver process."""
    process = TokenProcess(token_folder.library, answer_seconds=20)
    yield Bench(token_folder, tmp_path / "data", process)
    process.close()


@pytest.fixture
def odd(
    token_folder: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Bench]]:
    """Make a bench whose driver is odd in a named way."""
    made: list[TokenProcess] = []

    def make(oddity: str, **options: float) -> Bench:
        monkeypatch.setenv("ODD", oddity)
        given = {"answer_seconds": 20, **options}
        made.append(TokenProcess(token_folder.library, worker=ODD, **given))
        return Bench(token_folder, tmp_path / "data", made[-1])

    yield make
    for process in made:
        process.close()
