"""Who may import whom, as pyproject.toml states it."""

from importlinter.cli import lint_imports

from tests.house.files import TOP


def test_the_import_contracts_hold(monkeypatch, capsys):
    monkeypatch.chdir(TOP)
    broken = lint_imports(no_cache=True)
    assert not broken, capsys.readouterr().out
