"""tslab's notebooks on this kernel: the kernelspecs they name, tslab's module, and cells that are modules."""

import os
import shutil
import subprocess

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from conftest import ROOT
from driver import Driver

NOTEBOOK = {
    "tslab": [
        "import * as tslab from 'tslab';\nimport { newDisplay } from 'tslab';",
        "tslab.display.html('Hello <b>TypeScript</b>')",
        "/** @module greeting */\nexport const greet = (name: string): string => `Hello, ${name}`;",
        "import { greet } from './greeting';\ntslab.display.markdown(greet('tslab'))",
        "{\n  let display = newDisplay();\n  for (let i = 1; i <= 100; i++) display.text(`progress: ${i}%`);\n}",
        "let sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));\nawait sleep(1);\n'slept'",
    ],
    "jslab": [
        "const tslab = require('tslab');",
        "tslab.display.html('Hello <b>JavaScript</b>')",
        "/** @module greeting */\nexport const greet = (name) => `Hello, ${name}`;",
        "import { greet } from './greeting';\ntslab.display.markdown(greet('tslab'))",
        "{\n  let display = tslab.newDisplay();\n  for (let i = 1; i <= 100; i++) display.text(`progress: ${i}%`);\n}",
        "let sleep = (ms) => new Promise(resolve => setTimeout(resolve, ms));\nawait sleep(1);\n'slept'",
    ],
}
NAMES = {"tslab": ("TypeScript", "typescript", ".ts"), "jslab": ("JavaScript", "javascript", ".js")}


@pytest.fixture(scope="module", autouse=True)
def kernelspecs(kernelspec, tmp_path_factory):
    """Both kernelspecs, beside the kernel's own."""
    folder = tmp_path_factory.mktemp("tslab")
    script = f"import({str(ROOT / 'dist/kernel/install.js')!r}).then(m => m.installAsTslab({{ prefix: {str(folder)!r} }}))"
    subprocess.run([shutil.which("node") or "node", "-e", script], check=True)
    before = os.environ["JUPYTER_PATH"]
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(folder / "share" / "jupyter"), before])
    yield
    os.environ["JUPYTER_PATH"] = before


@pytest.fixture(params=["tslab", "jslab"])
def name(request):
    return request.param


def test_kernel_info_names_the_language_of_the_kernelspec(name, tmp_path):
    _, language, extension = NAMES[name]
    manager, client = start_new_kernel(kernel_name=name, cwd=str(tmp_path), startup_timeout=30)
    try:
        info = Driver(manager, client).ask("kernel_info_request", {})["language_info"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert (info["name"], info["file_extension"]) == (language, extension)
    assert info["codemirror_mode"] == info["pygments_lexer"] == language
    assert info["mimetype"] == f"text/{language}"


def test_a_notebook_of_tslab_runs_with_what_it_shows_and_keeps_its_kernelspec(name, tmp_path):
    display_name, language, _ = NAMES[name]
    spec = {"display_name": display_name, "language": language, "name": name}
    cells = [nbformat.v4.new_code_cell(source) for source in NOTEBOOK[name]]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
    NotebookClient(notebook, timeout=30, resources={"metadata": {"path": str(tmp_path)}}).execute()
    nbformat.validate(notebook)
    assert notebook.metadata["kernelspec"] == spec
    shown = [[dict(output.data) for output in cell.outputs] for cell in cells]
    assert shown == [
        [],
        [{"text/html": f"Hello <b>{display_name}</b>"}],
        [],
        [{"text/markdown": "Hello, tslab"}],
        [{"text/plain": "progress: 100%"}],
        [{"text/plain": "'slept'"}],
    ]
    assert list(tmp_path.iterdir()) == []
