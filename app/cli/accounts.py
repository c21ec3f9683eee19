"""``motcua account``: who may sign in, and as what."""

import argparse

from app.cli.answers import Answer
from app.cli.parser_parts import Commands, acting, command, group
from app.cli.program import open_program
from app.cli.typed_secrets import read_password
from app.core.dossiers import Role
from app.services import accounts
from app.ui.labels import ROLE


def add_accounts(commands: Commands) -> None:
    """Add the commands about accounts."""
    inner = group(commands, "account", "tài khoản của cơ quan")
    command(inner, "list", show, "các tài khoản đang dùng")
    added = acting(command(inner, "add", add, "mở tài khoản; mật khẩu ở dòng đầu"), timed=False)
    added.add_argument("login_name", metavar="TÊN")
    added.add_argument("--name", required=True, metavar="HỌ TÊN")
    added.add_argument("--role", required=True, choices=[str(role) for role in Role])
    closed = acting(command(inner, "close", close, "đóng tài khoản"), timed=False)
    closed.add_argument("login_name", metavar="TÊN")


def show(arguments: argparse.Namespace) -> Answer:
    """List the active accounts."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        found = accounts.list_accounts(session, program.office)
    facts = {
        "accounts": [{"login": one.login, "name": one.name, "role": one.role} for one in found]
    }
    return Answer(facts, [f"{one.login}  {one.name}  {ROLE[one.role]}" for one in found])


def add(arguments: argparse.Namespace) -> Answer:
    """Open an account, as an administrator; its password is the next line."""
    password = read_password()
    with open_program(arguments.data_dir, login=arguments.login) as program:
        with program.database.write() as session:
            added = accounts.open_account(
                session,
                program.office,
                login=arguments.login_name,
                name=arguments.name,
                role=Role(arguments.role),
                password=password,
                actor=program.actor,
                at=program.at,
            )
    facts = {"login": added.login, "name": added.name, "role": added.role}
    return Answer(facts, [f"Đã mở tài khoản {added.login} ({ROLE[added.role]})"])


def close(arguments: argparse.Namespace) -> Answer:
    """Close an account, as an administrator."""
    with open_program(arguments.data_dir, login=arguments.login) as program:
        with program.database.write() as session:
            accounts.close_account(
                session,
                program.office,
                arguments.login_name,
                actor=program.actor,
                at=program.at,
            )
    return Answer({"closed": arguments.login_name}, [f"Đã đóng tài khoản {arguments.login_name}"])
