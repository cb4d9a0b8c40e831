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


@pytest.fixture(scope="module")
def second_chapter():
    return executed(NOTEBOOKS / "en" / "18-hidden-layers.ipynb").cells


def curves(cell):
    """The last figure of a cell: its lines by name and panel."""
    [data] = [output.data for output in cell.outputs if "image/png" in output.get("data", {})]
    return {(line["name"], line["yaxis"]): line["y"] for line in data["application/vnd.plotly.v1+json"]["data"]}


def test_counts_the_parameters_of_the_course(second_chapter):
    assert text(second_chapter["add"]) == "79510 79510\n"
    summary = text(second_chapter["summary"])
    assert all(number in summary for number in ("(None, 784)", "78,500", "1,010", "Total params: 79,510"))
    assert text(second_chapter["wide"]).startswith("88600 ")


def test_takes_the_steps_of_one_split(second_chapter):
    assert "[ 48000, 28, 28 ] [ 12000, 28, 28 ]" in text(second_chapter["split"])
    assert text(second_chapter["wide-fit"]).count("1500/1500 ") == 5
    assert text(second_chapter["wide-evaluate"]).startswith("375/375 ")


def test_every_optimizer_learns_and_sgd_needs_its_rate(second_chapter):
    last = {name: losses[-1] for (name, _), losses in curves(second_chapter["race-plot"]).items()}
    assert set(last) == {"sgd", "sgd, rate 0.1", "sgd, Nesterov", "rmsprop", "adam"}
    assert all(last["sgd"] > loss + 0.05 for name, loss in last.items() if name != "sgd")
    assert last["adam"] == pytest.approx(0.3067, abs=0.02)


def test_a_hundred_outputs_do_no_visible_harm(second_chapter):
    highest, rest = text(second_chapter["wide-rest"]).splitlines()[-2:]
    assert highest.endswith(" 9") and float(rest) < 0.01
    assert float(re.search(r"accuracy: ([\d.]+)", text(second_chapter["wide-evaluate"]))[1]) == pytest.approx(0.8785, abs=0.02)


@pytest.fixture(scope="module")
def third_chapter():
    return executed(NOTEBOOKS / "en" / "19-training-well.ipynb").cells


def test_shows_overfitting(third_chapter):
    lines = curves(third_chapter["validation"])
    training, validation = lines["train", "y"], lines["validation", "y"]
    assert len(training) == len(validation) == 20
    assert training[-1] < 0.25 and validation[-1] > min(validation) + 0.02
    assert "'loss', 'accuracy', 'val_loss', 'val_accuracy'" in text(third_chapter["lowest"])


def test_dropout_narrows_the_gap_and_has_no_parameters(third_chapter):
    lines = curves(third_chapter["dropout-fit"])
    gap = {name: lines[f"{name}, validation", "y"][-1] - lines[name, "y"][-1] for name in ("adam", "adam, dropout 0.3")}
    assert gap["adam, dropout 0.3"] < gap["adam"] / 2
    assert "Total params: 79,510" in text(third_chapter["dropout-summary"])


def test_restores_what_it_saved(third_chapter):
    restored = float(text(third_chapter["restored"]))
    whole = float(re.search(r"accuracy: ([\d.]+)", text(third_chapter["whole"]))[1])
    assert restored == pytest.approx(whole, abs=1e-4)


def test_only_the_checkpoint_that_was_told_keeps_the_best(third_chapter):
    files = dict(line.split() for line in text(third_chapter["checkpoint-load"]).splitlines() if line)
    assert float(files["really-best.h5"]) < float(files["best-model.h5"])


def test_stops_early(third_chapter):
    stopped, best = map(int, text(third_chapter["stopped"]).split())
    assert stopped == best + 2 and stopped < 19
    validation = curves(third_chapter["stopped"])["validation", "y"]
    assert len(validation) == stopped + 1 and min(validation) == validation[best]
