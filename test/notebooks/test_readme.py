"""The README's first notebook, as a newcomer types it into an empty folder."""

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

README = Path(__file__).parents[2] / "README.md"


def test_the_first_notebook_of_the_readme_trains_and_draws(tmp_path):
    [code] = re.findall(r"```ts\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name="toile", timeout=300, resources={"metadata": {"path": tmp_path}}).execute()
    [cell] = notebook.cells
    figure = cell.outputs[-1]
    assert figure.output_type == "execute_result"
    assert {"application/vnd.plotly.v1+json", "image/svg+xml", "image/png"} <= set(figure.data)
    assert all(output.get("name") != "stderr" for output in cell.outputs)
