"""The house as its plan says: who may import whom, what a room may use, how large it may grow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "appraisal"
BELOW_EDGES = {
    "services",
    "domain",
    "documents",
    "transaction",
    "config",
    "upkeep",
    "safekeeping",
    "version",
    "notices",
}
MAY_IMPORT = {
    "domain": set(),
    "scoring": set(),
    "verifying": {"scoring", "domain"},
    "storage": {"domain"},
    "documents": {"domain"},
    "ballotbox": {"storage", "domain"},
    "services": {"ballotbox", "documents", "scoring", "storage", "domain", "version"},
    "web": BELOW_EDGES,
    "cli": BELOW_EDGES | {"demo", "verifying"},
    "demo": BELOW_EDGES | {"verifying"},
}
FOREIGN = {
    "domain": set(),
    "scoring": {"numpy"},
    "verifying": {"numpy", "nacl"},
    "storage": {"sqlalchemy", "alembic"},
    "ballotbox": {"sqlalchemy", "nacl"},
    "documents": {"xlsxwriter", "python_calamine", "segno", "jinja2", "typst", "docx"},
    "services": {"sqlalchemy", "argon2", "numpy"},
}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc"}
# docstrings of formulas; one class for every stored thing
LONGEST = {"scoring": 300, "storage/models.py": 330}
LONG = 250


def rooms():
    return [path for path in PACKAGE.iterdir() if path.is_dir() and path.name in MAY_IMPORT]


def imported(path: Path, root: Path = PACKAGE) -> set[str]:
    """Absolute dotted names of everything a file imports, at its top or inside a function."""
    package = (root.name, *path.relative_to(root).parent.parts)
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (start, node.module or "") if part)
            names |= {module} | ({f"{module}.{alias.name}" for alias in node.names} if node.level else set())
    return names


def upward(root: Path = PACKAGE) -> list[str]:
    """Imports that the arrows do not allow."""
    found = []
    for room, allowed in MAY_IMPORT.items():
        for path in sorted((root / room).rglob("*.py")):
            inner = {name.split(".")[1] for name in imported(path, root) if name.startswith(f"{root.name}.")}
            wrong = {name for name in inner if (root / name).exists() or (root / f"{name}.py").exists()}
            found += [f"{path.relative_to(root)} -> {name}" for name in sorted(wrong - allowed - {room})]
    return found


def test_imports_only_run_downwards():
    assert upward() == []


def test_an_upward_import_would_be_seen(tmp_path):
    root = tmp_path / "appraisal"
    for room in ("domain", "storage", "web"):
        (root / room).mkdir(parents=True)
        (root / room / "__init__.py").write_text("")
    (root / "domain" / "plan.py").write_text("def f():\n    from ..storage import models\n")
    (root / "web" / "voter.py").write_text("import appraisal.storage.models\n")

    assert upward(root) == ["domain/plan.py -> storage", "web/voter.py -> storage"]


@pytest.mark.parametrize("room", FOREIGN)
def test_a_room_uses_only_the_libraries_it_is_for(room):
    import sys

    used = {name.split(".")[0] for path in (PACKAGE / room).rglob("*.py") for name in imported(path)}

    assert used - {"appraisal"} - set(sys.stdlib_module_names) <= FOREIGN[room]


def test_every_folder_is_a_room_of_the_plan():
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert folders == {*MAY_IMPORT, "static", "translations"}


def test_no_file_is_a_drawer():
    assert [path for path in PACKAGE.rglob("*.py") if path.stem in DRAWERS] == []


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_outgrows_its_room():
    names = {path: path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")}
    limit = {path: LONGEST.get(str(name), LONGEST.get(name.parts[0], LONG)) for path, name in names.items()}

    assert {str(name): lines_of(path) for path, name in names.items() if lines_of(path) > limit[path]} == {}


def test_every_module_opens_with_one_sentence():
    wordless = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if not (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
        .split("\n")[0]
        .endswith(".")
    ]

    assert wordless == []


def test_templates_are_short_and_hold_no_script_or_style():
    templates = PACKAGE.parent / "templates"
    text = {path: path.read_text(encoding="utf-8") for path in templates.rglob("*.html")}
    forbidden = ("|safe", "<style", " style=", "onclick=", "javascript:", "//cdn")

    assert {str(path) for path, body in text.items() if len(body.splitlines()) > 80} == set()
    assert [str(path) for path, body in text.items() if any(mark in body for mark in forbidden)] == []
    assert [str(path) for path, body in text.items() if "<script>" in body] == []
