"""The course's notebooks, each executed once in a test run: top to bottom, then its training cells again."""

import copy
import json
import re
import shutil
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
# The two languages have the same code, which a test asserts, so one of them is executed.
CHAPTERS = sorted(path for path in (NOTEBOOKS / "en").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
STORED = sorted(path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)

# What PyTorch's part computes is freed once the garbage collector has seen that nothing reaches it.
USED = """
(await import("node:v8")).setFlagsFromString("--expose-gc");
for (let i = 0; i < 3; i++) {
  (await import("node:vm")).runInNewContext("gc")();
  await new Promise((resolve) => setTimeout(resolve, 50));
}
const { numTensors } = (await import("@tensorflow/tfjs-node")).memory();
console.log(JSON.stringify({ numTensors, rss: process.memoryUsage().rss }));
"""


@dataclass
class Run:
    """What a notebook showed."""

    notebook: nbformat.NotebookNode
    again: dict[str, list] = field(default_factory=dict)
    memory: list[dict] = field(default_factory=list)

    @property
    def cells(self):
        return {cell["id"]: cell for cell in self.notebook.cells}


def name_of(path):
    return str(path.relative_to(NOTEBOOKS).with_suffix(""))


def trains(cell):
    return cell.cell_type == "code" and any(call in cell.source for call in (".fit(", "crossValidate(", "await train", "await fit("))


def use(client):
    """What the session's memory holds."""
    used = client.execute_cell(client.nb.cells[-1], len(client.nb.cells) - 1)
    return json.loads(used.outputs[-1]["text"])


# Training keeps one core busy, so two notebooks at a time fit where there are two.
workers = ThreadPoolExecutor(2)
runs: dict[Path, Future] = {}


def begin(paths):
    """Lets notebooks run beside the tests. The later chapters take longest, so they come first."""
    for path in sorted(paths, key=lambda path: ("solutions" not in path.parts, path.name), reverse=True):
        if path not in runs:
            runs[path] = workers.submit(execute, path)


def executed(path):
    """What a notebook showed; all tests share one run."""
    begin([path])
    return runs[path].result()


def shorten(cell):
    """Lets the second training of a chapter be one epoch, where the chapter has that setting."""
    if "parameters" in cell.metadata.get("tags", []):
        cell.source = re.sub(r"const epochs = \d+", "const epochs = 1", cell.source)
        return True
    return False


def execute(path):
    """Runs a notebook in an empty folder, so that what it saves does not lie beside the course."""
    notebook = nbformat.read(path, as_version=4)
    folder = tempfile.mkdtemp(prefix="toile-course-")
    client = NotebookClient(notebook, kernel_name="toile", timeout=600, resources={"metadata": {"path": folder}})
    try:
        with client.setup_kernel():
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
            run = Run(copy.deepcopy(notebook))
            notebook.cells.append(nbformat.v4.new_code_cell(USED))
            run.memory.append(use(client))
            for index, cell in enumerate(notebook.cells):
                if shorten(cell):
                    client.execute_cell(cell, index)
                elif trains(cell):
                    client.execute_cell(cell, index)
                    run.again[cell["id"]] = cell.outputs
            run.memory.append(use(client))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return run


def text(cell):
    """The text that a reader sees, that of progress among it; pictures aside."""
    shown = [
        output["text"] if output.output_type == "stream" else output.data["text/plain"] + "\n"
        for output in cell.outputs
        if output.output_type == "stream" or "image/png" not in output.data
    ]
    return "".join(shown)
