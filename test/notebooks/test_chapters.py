"""The course's notebooks, executed by nbclient in the installed kernel."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHAPTERS = sorted(NOTEBOOKS.glob("*/*.ipynb"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_is_stored_clean(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    nbformat.validate(notebook)
    assert notebook["metadata"]["kernelspec"]["name"] == "toile"
    for cell in notebook["cells"]:
        assert cell["id"]
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


@pytest.fixture(scope="module")
def first_chapter():
    path = NOTEBOOKS / "en" / "17-a-first-neural-network.ipynb"
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name="toile", timeout=300, resources={"metadata": {"path": path.parent}}).execute()
    return {cell["id"]: cell for cell in notebook.cells}


def text(cell):
    """The text that a reader sees, that of progress among it; pictures aside."""
    shown = [
        output["text"] if output.output_type == "stream" else output.data["text/plain"] + "\n"
        for output in cell.outputs
        if output.output_type == "stream" or "image/png" not in output.data
    ]
    return "".join(shown)


def test_saves_the_final_progress_lines_alone(first_chapter):
    [output] = first_chapter["fit"].outputs
    assert output.output_type == "display_data"
    assert list(output.data) == ["text/plain"]
    lines = output.data["text/plain"].split("\n")
    assert lines[::2] == [f"Epoch {epoch}/5" for epoch in range(1, 6)]
    for line in lines[1::2]:
        assert re.fullmatch(r"1200/1200 ━+ \d+s \d+(ms|us|s)/step( - (val_)?(loss|accuracy): \d\.\d{4}){4}", line)
        assert len(line) <= 106


def test_runs_without_errors_or_warnings(first_chapter):
    for name, cell in first_chapter.items():
        for output in cell.get("outputs", []):
            assert output.output_type != "error", name
            assert output.get("name") != "stderr", (name, output)


def test_prints_the_shapes_of_the_course(first_chapter):
    assert text(first_chapter["load"]).split("\n")[:2] == ["[ 60000, 28, 28 ] [ 60000 ]", "[ 10000, 28, 28 ] [ 10000 ]"]
    assert "[ 60000, 784 ] 1" in text(first_chapter["scale"])
    assert "[ 48000, 784 ] [ 12000, 784 ]" in text(first_chapter["split"])
    assert "[ 38400, 784 ] [ 9600, 784 ]" in text(first_chapter["split-again"])


def test_prints_the_labels_of_the_course(first_chapter):
    assert "[9 0 0 3 0 2 7 2 5 5]" in text(first_chapter["first-labels"])
    assert "[7 3 5 8 6 9 3 3 9 9]" in text(first_chapter["split"])
    assert "[9 4 9 0 4 9 3 6 4 7]" in text(first_chapter["split-again"])
    assert text(first_chapter["counts"]).count("6000") == 10


def test_learns(first_chapter):
    lines = [line for line in text(first_chapter["fit"]).splitlines() if line.startswith("1200/1200")]
    values = [dict(part.split(": ") for part in line.split(" - ") if ": " in part) for line in lines]
    losses = [float(value["loss"]) for value in values]
    assert len(losses) == 5
    assert losses == sorted(losses, reverse=True)
    assert 0.82 < float(values[-1]["val_accuracy"]) < 0.88
    _, accuracy = map(float, text(first_chapter["evaluate"]).splitlines()[-1].split())
    assert accuracy == pytest.approx(float(values[-1]["val_accuracy"]), abs=1e-4)


@pytest.mark.parametrize("name", ["look", "named", "curves", "predict"])
def test_shows_every_picture_in_every_form(first_chapter, name):
    (data,) = [output.data for output in first_chapter[name].outputs if "data" in output]
    assert {"application/vnd.plotly.v1+json", "image/svg+xml", "image/png", "text/plain"} <= set(data)
    assert "text/html" not in data
    assert data["image/svg+xml"].startswith("<svg")
