"""Nothing that is read becomes code: no pickle, no eval, no YAML that makes objects, no shell."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tacitus

PACKAGE = Path(tacitus.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib", "jsonpickle"}
FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "read_pickle",
    "full_load",
    "unsafe_load",
    "system",
    "popen",
}
LOADERS = {"SafeLoader", "CSafeLoader", "_StrictLoader"}  # the last is a SafeLoader that refuses keys given twice


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _found(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in FORBIDDEN_MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN_MODULES:
            found.append(str(node.module))
        elif isinstance(node, ast.Call):
            name, on = _name(node.func), node.func.value if isinstance(node.func, ast.Attribute) else None
            of_re = name == "compile" and isinstance(on, ast.Name) and on.id in ("re", "_compiler")
            if (
                name in FORBIDDEN_CALLS
                and not of_re
                and (on is None or _name(on) in ("builtins", "os", "yaml", "pandas"))
            ):
                found.append(name)
            if any(k.arg == "shell" and getattr(k.value, "value", None) is not False for k in node.keywords):
                found.append(f"{name}(shell=...)")
            if name == "load" and on is not None and _name(on) == "yaml" and not _is_safe(node):
                found.append("yaml.load without a safe loader")
            if any(k.arg == "allow_pickle" for k in node.keywords):
                found.append(f"{name}(allow_pickle=...)")
    return found


def _is_safe(call: ast.Call) -> bool:
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "Loader")]
    return any(_name(one) in LOADERS or "safe" in ast.unparse(one).lower() for one in given)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_read_becomes_code(module: Path) -> None:
    assert _found(ast.parse(module.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("text", ["import pickle", "eval(x)", "yaml.load(x)", "run(x, shell=True)", "os.system(x)"])
def test_the_check_sees_what_it_looks_for(text: str) -> None:
    assert _found(ast.parse(text))
