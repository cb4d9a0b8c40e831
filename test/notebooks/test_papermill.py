"""A notebook with parameters, run by the real papermill as in the environment that set-up makes."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]

CELLS = {
    "parameters": 'const epochs = 5; // how often all pictures are seen\nconst name: string = "a // b";\nconst rates = [0.1];\nlet best = null;',
    "use": "console.log(JSON.stringify({ epochs, name, rates, best }));",
}


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Variables under which Python finds the package that set-up writes."""
    venv = tmp_path_factory.mktemp("venv")
    packages = venv / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    packages.mkdir(parents=True)
    script = f"import({str(ROOT / 'setup/lib/exporters.mjs')!r}).then((m) => m.installExporters({str(venv)!r}))"
    subprocess.run(["node", "-e", script], check=True)
    return {**os.environ, "PYTHONPATH": str(packages)}


@pytest.fixture
def lesson(tmp_path):
    cells = [nbformat.v4.new_code_cell(code, id=name) for name, code in CELLS.items()]
    cells[0].metadata["tags"] = ["parameters"]
    kernelspec = {"name": "toile", "display_name": "TypeScript (Toile)", "language": "typescript"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), tmp_path / "lesson.ipynb")
    return tmp_path / "lesson.ipynb"


def papermill(environment, lesson, *arguments):
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", lesson, *arguments]
    return subprocess.run(command, cwd=lesson.parent, env=environment, capture_output=True, text=True, check=False)


def printed(lesson):
    [output] = nbformat.read(lesson.with_name("run.ipynb"), as_version=4).cells[-1].outputs
    return output.text.strip()


def test_runs_with_the_values_that_are_written(environment, lesson):
    done = papermill(environment, lesson, "run.ipynb")
    assert done.returncode == 0, done.stderr
    assert printed(lesson) == '{"epochs":5,"name":"a // b","rates":[0.1],"best":null}'


def test_runs_with_the_values_that_are_given(environment, lesson):
    values = "rates: [1.0e-3, .inf, 2]\nbest: {a: true, b: null, __proto__: 1}"
    done = papermill(environment, lesson, "run.ipynb", "-p", "epochs", "3", "-r", "name", '한글 "x"\n\\u', "-y", values)
    assert done.returncode == 0, done.stderr
    injected = nbformat.read(lesson.with_name("run.ipynb"), as_version=4).cells[1]
    assert injected.metadata.tags == ["injected-parameters"]
    assert {"// Parameters", "let epochs = 3;"} < set(injected.source.splitlines())
    assert printed(lesson) == '{"epochs":3,"name":"한글 \\"x\\"\\n\\\\u","rates":[0.001,null,2],"best":{"a":true,"b":null,"__proto__":1}}'


def test_refuses_an_integer_that_would_change(environment, lesson):
    done = papermill(environment, lesson, "run.ipynb", "-p", "epochs", str(2**53 + 1))
    assert done.returncode != 0
    assert "9007199254740993 is too large for a number of JavaScript" in done.stderr


def test_tells_the_parameters_of_a_notebook(environment, lesson):
    told = papermill(environment, lesson, "--help-notebook").stdout
    assert "epochs: Unknown type (default 5)" in told and "how often all pictures are seen" in told
    assert 'name: string (default "a // b")' in told
    assert "rates: Unknown type (default [0.1])" in told


def test_warns_of_a_parameter_that_the_notebook_does_not_have(environment, lesson):
    done = papermill(environment, lesson, "run.ipynb", "-p", "epoch", "3")
    assert "Passed unknown parameter: epoch" in done.stderr
