"""Figures in a saved notebook, as GitHub, nbviewer and other kernels show them."""

import base64
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
PLOTLY = "application/vnd.plotly.v1+json"

CELLS = {
    "import": 'import { plot, type Plot, type Layout } from "nodeplotlib";\n'
    'import { displayFigure, plotActivations, plotConfusion, plotHistory, showImages, NDArray } from "toile";',
    "plot": 'const data: Plot[] = [{ x: [1, 2, 3], y: [2, 4, 8], type: "scatter", name: "곡선" }];\n'
    'const layout: Layout = { title: { text: "성장" } };\nplot(data, layout)',
    "dark": 'plot(data, { paper_bgcolor: "#111", plot_bgcolor: "#111", font: { color: "#eee" } })',
    "surface": 'plot([{ type: "surface", z: [[1, 2], [3, 4]] }])',
    "large": 'plot([{ type: "scatter", y: Array.from({ length: 300_000 }, (_, i) => Math.sin(i / 1e4)) }])',
    "live": 'import { of } from "rxjs"; plot(of(data))',
    "history": "plotHistory({ loss: [0.6, 0.4], val_loss: [0.5, 0.45] })",
    "shown": "const shown = displayFigure(plotHistory({ loss: [1] }));\n"
    "for (let i = 2; i < 9; i++) shown.update(plotHistory({ loss: [1, 1 / i] }));",
    "images": "showImages(new NDArray(new Uint8Array(2 * 784).fill(9), [2, 28, 28]))",
    "confusion": "plotConfusion([[9, 1], [2, 8]])",
    "activations": "plotActivations()",
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The notebook as it lies on the disk after a run."""
    folder = tmp_path_factory.mktemp("figures")
    cells = [nbformat.v4.new_code_cell(code, id=name) for name, code in CELLS.items()]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="toile", timeout=120, resources={"metadata": {"path": folder}}).execute()
    nbformat.write(notebook, folder / "figures.ipynb")
    return folder / "figures.ipynb"


def without_javascript(path):
    """What GitHub and nbviewer keep of a notebook: no script, no HTML that might have one, no MIME type of an extension."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    kept = ("text/plain", "text/markdown", "image/")
    for cell in notebook["cells"]:
        for output in cell["outputs"]:
            if "data" in output:
                output["data"] = {key: value for key, value in output["data"].items() if key.startswith(kept)}
    return {cell["id"]: cell["outputs"] for cell in notebook["cells"]}


@pytest.mark.parametrize("name", [name for name in CELLS if name != "import"])
def test_a_figure_is_a_picture_without_javascript(saved, name):
    [output] = without_javascript(saved)[name]
    png = base64.b64decode(output["data"]["image/png"])
    assert png.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in png
    if "image/svg+xml" in output["data"]:
        svg = ElementTree.fromstring("".join(output["data"]["image/svg+xml"]))
        assert svg.get("role") == "img" and svg.get("aria-label")


def test_a_figure_that_changed_is_saved_as_it_was_last(saved):
    notebook = nbformat.read(saved, as_version=4)
    [output] = next(cell for cell in notebook.cells if cell["id"] == "shown").outputs
    assert output.data[PLOTLY]["data"][0]["y"] == [1, 0.125]


def test_a_figure_is_small_and_has_no_html(saved):
    for cell in nbformat.read(saved, as_version=4).cells:
        for output in cell.outputs:
            assert "text/html" not in output.data
            if cell["id"] != "large":
                assert len(json.dumps(output, ensure_ascii=False)) < 60_000, cell["id"]


def test_a_large_figure_is_thinned_out_with_a_note(saved):
    [output] = without_javascript(saved)["large"]
    assert "of 300,000 points, peaks kept" in "".join(output["data"]["text/plain"])
    assert saved.stat().st_size < 2_000_000


def test_every_figure_is_in_the_html_that_nbconvert_makes(saved):
    python = ROOT / ".venv" / "bin" / "python"
    subprocess.run([python, "-m", "nbconvert", "--to", "html", saved], check=True, capture_output=True)
    html = saved.with_suffix(".html").read_text(encoding="utf-8")
    pictures = re.findall(r'<img [^>]*src="data:image/(?:svg\+xml|png);base64,[\w+/=\s]{1000,}"', html)
    assert len(pictures) == len(CELLS) - 1


OTHER_KERNELS = {
    "tslab": ["node", str(ROOT / "node_modules/tslab/bin/tslab"), "kernel", "--config-path={connection_file}"],
    "deno": ["deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
}


@pytest.fixture(params=OTHER_KERNELS)
def other_kernel(request, tmp_path, monkeypatch):
    """A kernel that is not Toile."""
    argv = OTHER_KERNELS[request.param]
    if shutil.which(argv[0]) is None:
        pytest.skip(f"{argv[0]} is not installed")
    folder = tmp_path / "kernels" / request.param
    folder.mkdir(parents=True)
    spec = {"argv": argv, "display_name": request.param, "language": "typescript"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    return request.param


def test_the_library_displays_in_other_kernels(other_kernel):
    toile = json.dumps(str(ROOT / "dist/src/index.js"))
    code = (
        f"import * as toile from {toile};\n"
        "await toile.display(toile.plotHistory({ loss: [3, 2, 1] }));\n"
        "const shown = toile.displayFigure(toile.plotHistory({ loss: [2, 1] }));\n"
        "shown.update(toile.plotHistory({ loss: [9, 8] }));\nawait shown.settled();"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name=other_kernel, timeout=120, resources={"metadata": {"path": ROOT}}).execute()
    outputs = [output for output in notebook.cells[0].outputs if output.output_type == "display_data"]
    assert len(outputs) == 2
    for output in outputs:
        assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")
