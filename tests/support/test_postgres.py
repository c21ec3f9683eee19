"""The borrowed Postgres and the two-database fixture."""

import pytest
from sqlalchemy import create_engine, make_url

from tests.support import postgres


def test_each_database_is_new_and_answers(database_url: str) -> None:
    """A table made by another test is not there."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE mark (id INTEGER PRIMARY KEY)")
        assert connection.exec_driver_sql("SELECT count(*) FROM mark").scalar_one() == 0
    engine.dispose()


def test_a_database_is_copied_from_its_template(postgres_url: str) -> None:
    """Tables are made once, then every test gets them by copying."""
    template = postgres.new_database(postgres_url)
    engine = create_engine(template)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE mark (id INTEGER PRIMARY KEY)")
    engine.dispose()
    copy = create_engine(postgres.new_database(postgres_url, make_url(template).database))
    with copy.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM mark").scalar_one() == 0
    for url in (copy.url.render_as_string(hide_password=False), template):
        postgres.drop_database(url)  # also under the connection that the pool still holds
    copy.dispose()


def test_the_server_listens_to_this_machine_only(postgres_url: str) -> None:
    """A test server with open doors is nobody else's."""
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW listen_addresses").scalar_one() == "127.0.0.1"
    engine.dispose()


def test_nothing_is_left_after_the_server() -> None:
    """Stopping ends the process and removes the folder, and may be asked for twice."""
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("no Postgres on this machine")
    cluster = postgres.Cluster(binaries)
    folder, server = cluster._folder, cluster._server
    assert folder.exists()
    cluster.stop()
    cluster.stop()
    assert server.poll() is not None
    assert not folder.exists()
