"""Toile's exporters for nbconvert, and so for JupyterLab's "Save and Export Notebook As"."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

import nbformat
from jupyter_core.paths import jupyter_path
from nbconvert.exporters import Exporter, HTMLExporter, SlidesExporter
from traitlets import default


def _toile(*arguments):
    """Runs the command `toile` of the package that installed the template.

    Raises RuntimeError with the command's own words when it fails.
    """
    command = _command()
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip() or f"{' '.join(command)} ended with {done.returncode}")


def _command():
    for folder in jupyter_path("nbconvert", "templates", "toile"):
        note = Path(folder) / "toile.json"
        if note.exists():
            caller = json.loads(note.read_text(encoding="utf-8"))
            return [caller["node"], caller["toile"]]
    raise RuntimeError("No template `toile` in any of Jupyter's folders: run `npx toile install`.")


def _is_korean(notebook):
    text = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return 4 * len(re.findall("[가-힣]", text)) > len(re.findall("[A-Za-z]", text))


class _Offline:
    """What the page and the slides have in common: one file that asks the network for nothing."""

    @default("template_name")
    def _template_name_default(self):
        return "toile"

    @default("embed_images")
    def _embed_images_default(self):
        return True

    def from_notebook_node(self, nb, resources=None, **kw):
        if self.language_code == "en" and _is_korean(nb):
            self.language_code = "ko"
        html, resources = super().from_notebook_node(nb, resources, **kw)
        for address in re.findall(r"<img[^>]*\ssrc=\"(https?:[^\"]*)\"", html):
            self.log.warning("The page will ask the network for %s; save the picture beside the notebook.", address)
        return html, resources


class ToileHTMLExporter(_Offline, HTMLExporter):
    """One page with interactive figures."""

    export_from_notebook = "HTML without a network"


class ToileSlidesExporter(_Offline, SlidesExporter):
    """Slides by reveal.js on which nothing scrolls."""

    export_from_notebook = "Slides without a network"


class ToilePDFExporter(ToileHTMLExporter):
    """The page as printed by the system's Chromium; needs no TeX."""

    export_from_notebook = "PDF by Chromium"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self):
        return ".pdf"

    @default("template_extension")
    def _template_extension_default(self):
        return ".html.j2"

    def from_notebook_node(self, nb, resources=None, **kw):
        html, resources = super().from_notebook_node(nb, resources, **kw)
        with tempfile.TemporaryDirectory(prefix="toile-") as folder:
            page, paper = Path(folder, "page.html"), Path(folder, "page.pdf")
            page.write_text(html, encoding="utf-8")
            _toile("export", str(page), "--to", "pdf", "--output", str(paper))
            return paper.read_bytes(), resources


class ToileScriptExporter(Exporter):
    """One TypeScript module that type-checks and runs."""

    export_from_notebook = "TypeScript"
    output_mimetype = "text/plain"

    @default("file_extension")
    def _file_extension_default(self):
        return ".ts"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        with tempfile.TemporaryDirectory(prefix="toile-") as folder:
            notebook, script = os.path.join(folder, "notebook.ipynb"), Path(folder, "script.ts")
            nbformat.write(nb, notebook)
            _toile("export", notebook, "--to", "script", "--output", str(script))
            return script.read_text(encoding="utf-8"), resources
