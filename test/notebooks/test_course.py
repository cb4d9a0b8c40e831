"""What holds for every notebook of the course."""

import json
import re
from statistics import median

import course
import nbformat
import pytest
from course import CHAPTERS, NOTEBOOKS, STORED, name_of

LANGUAGES = sorted(path.name for path in NOTEBOOKS.iterdir() if path.is_dir() and not path.name.startswith("."))
WITHOUT_TRAINING = {"00-the-notebook"}
# What the course shows and explains: scikit-learn's warnings, and that of MNIST where only a part of it can be had.
EXPECTED_WARNINGS = re.compile(r"^(FutureWarning: |ConvergenceWarning: |MNIST \(5,000 digits)")


def code(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source(cell):
    return "".join(cell["source"])


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", STORED, ids=name_of)
def test_is_stored_clean(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook["metadata"]["kernelspec"]["name"] == "toile"
    for cell in code(notebook):
        assert cell["outputs"] == [] and cell["execution_count"] is None


@pytest.mark.parametrize("path", CHAPTERS, ids=name_of)
def test_has_the_same_cells_in_every_language(path):
    inside = path.relative_to(NOTEBOOKS / "en")
    here = read(path)
    for language in LANGUAGES:
        there = read(NOTEBOOKS / language / inside)
        assert [cell["id"] for cell in there["cells"]] == [cell["id"] for cell in here["cells"]]
        assert [source(cell) for cell in code(there)] == [source(cell) for cell in code(here)]


@pytest.mark.parametrize("path", STORED, ids=name_of)
def test_is_written_in_its_language(path):
    words = "".join(source(cell) for cell in read(path)["cells"] if cell["cell_type"] == "markdown")
    hangul = len(re.findall("[가-힣]", words))
    korean = "ko" in path.relative_to(NOTEBOOKS).parts
    assert hangul > len(words) / 4 if korean else hangul < len(words) / 100


@pytest.mark.parametrize("path", [path for path in CHAPTERS if "solutions" not in path.parts], ids=name_of)
def test_goes_in_small_steps(path):
    notebook = read(path)
    lines = [len(cell["source"]) for cell in code(notebook)]
    assert len(lines) < 40
    assert median(lines) <= 5
    assert all(cell["cell_type"] == "markdown" for cell in notebook["cells"][:1])


@pytest.mark.parametrize("path", CHAPTERS, ids=name_of)
def test_runs_from_top_to_bottom(run):
    for name, cell in run.cells.items():
        for output in cell.get("outputs", []):
            assert output.output_type != "error", name
            if output.get("name") == "stderr":
                assert EXPECTED_WARNINGS.match(output["text"]), (name, output["text"])


@pytest.mark.parametrize("path", CHAPTERS, ids=name_of)
def test_trains_again_in_the_same_memory(path, run):
    assert run.again or "solutions" in path.parts or path.stem in WITHOUT_TRAINING
    for name, outputs in run.again.items():
        assert all(output.output_type != "error" for output in outputs), name
    before, after = run.memory
    # A name that is declared anew lets go of what it held, models among it; a step that leaked would leave thousands.
    assert after["numTensors"] - before["numTensors"] < 100
    assert after["rss"] < before["rss"] * 1.25


@pytest.mark.parametrize("path", CHAPTERS, ids=name_of)
def test_shows_every_picture_without_javascript_too(path, run):
    drawn = [output.data for cell in run.cells.values() for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
    assert drawn or "solutions" in path.parts
    for data in drawn:
        assert {"application/vnd.plotly.v1+json", "text/plain"} <= set(data)
        assert "text/html" not in data
        # A figure leaves out an SVG that would be large; such a one has many contours.
        assert data["image/svg+xml"].startswith("<svg") if "image/svg+xml" in data else "contour" in json.dumps(data)


@pytest.mark.parametrize("path", [path for path in CHAPTERS if "solutions" not in path.parts], ids=name_of)
def test_has_a_solution_for_each_exercise(path, run):
    solutions = NOTEBOOKS / "en" / "solutions" / path.name
    exercises = {cell["id"] for cell in code(read(path)) if cell["id"].startswith("exercise-")}
    solved = {cell["id"] for cell in code(read(solutions)) if cell["id"].startswith("exercise-")}
    assert exercises and exercises == solved
    for name in exercises:
        assert course.text(run.cells[name.replace("exercise", "check")]).endswith("open\n")
