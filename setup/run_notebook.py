"""Executes a notebook: run_notebook.py INPUT OUTPUT FOLDER. The last line of standard output is JSON about the cell that failed, if one did."""

import json
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

SECONDS_A_CELL = 600


def execute(notebook, folder):
    """Fills in the outputs; returns what failed."""
    client = NotebookClient(notebook, timeout=SECONDS_A_CELL, resources={"metadata": {"path": folder}})
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            try:
                client.execute_cell(cell, index)
            except CellExecutionError as error:
                return {"cell": cell.get("id", ""), "number": index + 1, "error": f"{error.ename}: {error.evalue}"}
            except CellTimeoutError:
                return {"cell": cell.get("id", ""), "number": index + 1, "error": f"it took longer than {SECONDS_A_CELL} s"}
            except DeadKernelError:
                return {"cell": cell.get("id", ""), "number": index + 1, "error": "the kernel died"}
    notebook.metadata["language_info"] = client.nb.metadata.get("language_info", {})
    return None


source, target, folder = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
failure = execute(notebook, folder)
if failure is None:
    nbformat.write(notebook, target)
else:
    print(json.dumps(failure))
    sys.exit(1)
