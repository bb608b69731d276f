"""The PostgreSQL server under the portal: databases of our own on it, and its sudden end."""

import os
import subprocess
from pathlib import Path

from sqlalchemy import create_engine, make_url, text


def _said(url: str, *statements: str) -> str:
    """The last answer, as text."""
    engine = create_engine(make_url(url), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            found = [connection.execute(text(each)) for each in statements][-1]
            return str(found.scalar()) if found.returns_rows else ""
    finally:
        engine.dispose()


def create(server: str, name: str) -> str:
    """A database of that name, anew; its address."""
    drop(server, name)
    _said(server, f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop(server: str, name: str) -> None:
    _said(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def restart(url: str) -> None:
    """End a server that was made for tests as a crash would, and start it again."""
    folder = Path(_said(url, "SHOW data_directory"))
    if not folder.name.startswith("portal-postgres."):
        raise RuntimeError("only a server that tools/with-postgres made is restarted")
    major = int(_said(url, "SHOW server_version_num")) // 10_000
    command = [f"/usr/lib/postgresql/{major}/bin/pg_ctl", "restart", "-m", "immediate", "-w", "-s"]
    command += ["-D", str(folder), "-l", str(folder / "log")]
    if os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, cwd="/", timeout=60, stdout=subprocess.DEVNULL)
