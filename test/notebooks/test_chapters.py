"""What each chapter shows, beside what the course shows that it follows."""

import re

import pytest
from course import NOTEBOOKS, executed, text


@pytest.fixture(scope="module")
def first_chapter():
    return executed(NOTEBOOKS / "en" / "17-a-first-neural-network.ipynb").cells


def test_saves_the_final_progress_lines_alone(first_chapter):
    [output] = first_chapter["fit"].outputs
    assert output.output_type == "display_data"
    assert list(output.data) == ["text/plain"]
    lines = output.data["text/plain"].split("\n")
    assert lines[::2] == [f"Epoch {epoch}/5" for epoch in range(1, 6)]
    for line in lines[1::2]:
        assert re.fullmatch(r"1200/1200 ━+ \d+s \d+(ms|us|s)/step( - (loss|accuracy): \d\.\d{4}){2}", line)
        assert len(line) <= 106


def test_prints_the_shapes_of_the_course(first_chapter):
    assert text(first_chapter["load"]).split("\n")[:2] == ["[ 60000, 28, 28 ] [ 60000 ]", "[ 10000, 28, 28 ] [ 10000 ]"]
    assert "[ 60000, 784 ] 1" in text(first_chapter["scale"])
    assert "[ 48000, 784 ] [ 12000, 784 ]" in text(first_chapter["split"])
    assert "[ 38400, 784 ] [ 9600, 784 ]" in text(first_chapter["split-again"])


def test_prints_the_labels_of_the_course(first_chapter):
    assert "[9 0 0 3 0 2 7 2 5 5]" in text(first_chapter["first-labels"])
    assert "[9 4 9 0 4 9 3 6 4 7]" in text(first_chapter["split-again"])
    assert text(first_chapter["counts"]).count("6000") == 10


def test_cross_validates_as_scikit_learn(first_chapter):
    warnings = [output["text"] for output in first_chapter["logistic"].outputs if output.get("name") == "stderr"]
    assert [warning.split(":")[0] for warning in warnings] == ["FutureWarning", "ConvergenceWarning"]
    assert float(text(first_chapter["logistic-mean"])) == pytest.approx(0.81942, abs=5e-6)


def test_learns_as_far_as_the_course(first_chapter):
    lines = [line for line in text(first_chapter["fit"]).splitlines() if line.startswith("1200/1200")]
    losses = [float(re.search(r"loss: ([\d.]+)", line)[1]) for line in lines]
    assert len(losses) == 5 and losses == sorted(losses, reverse=True)
    assert losses[-1] == pytest.approx(0.4417, abs=0.02)
    line = text(first_chapter["evaluate"])
    assert line.startswith("300/300 ")
    assert float(re.search(r"accuracy: ([\d.]+)", line)[1]) == pytest.approx(0.859, abs=0.02)


def test_a_fair_comparison_closes_most_of_the_gap(first_chapter):
    rival, network = map(float, re.findall(r"0\.\d+", text(first_chapter["rivals"])))
    patient = float(text(first_chapter["multinomial"]).splitlines()[-1])
    assert rival < patient < network + 0.01
    assert network - patient < patient - rival
