"""A rule that the database keeps by itself, as a trigger on either kind of database."""


def guard(dialect: str, table: str, act: str, name: str, refused: str) -> list[str]:
    """Return the statements by which an act on a row is refused where ``refused`` holds."""
    told = f"{table} is append only: {name}"
    if dialect == "sqlite":
        return [
            (
                f"create trigger {table}_{name} before {act} on {table} when {refused}"
                f" begin select raise(abort, '{told}'); end"
            )
        ]
    kept = "old" if act == "delete" else "new"
    return [
        (
            f"create function {table}_{name}() returns trigger language plpgsql as $$ begin"
            f" if {refused} then raise exception '{told}'; end if; return {kept}; end $$"
        ),
        (
            f"create trigger {table}_{name} before {act} on {table}"
            f" for each row execute function {table}_{name}()"
        ),
    ]


def without_guard(dialect: str, table: str, name: str) -> list[str]:
    """Return the statements that take a rule away, for another to take its place."""
    if dialect == "sqlite":
        return [f"drop trigger {table}_{name}"]
    return [f"drop trigger {table}_{name} on {table}", f"drop function {table}_{name}()"]
