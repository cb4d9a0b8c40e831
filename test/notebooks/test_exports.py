"""Chapters, executed, handed out in every format."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from course import CHAPTERS, executed, name_of

ROOT = Path(__file__).parents[2]
CHAPTER = ROOT / "notebooks" / "en" / "17-a-first-neural-network.ipynb"
# The script runs once more what its notebook ran, so it is that of a chapter that trains for seconds.
SHORT = ROOT / "notebooks" / "en" / "03-the-whole-process.ipynb"
WRITE_SCRIPTS = f"""
import {{ readFileSync, writeFileSync }} from "node:fs";
import {{ notebookToScript }} from {json.dumps((ROOT / "dist/kernel/script/script.js").as_uri())};
for (const [name, notebook] of Object.entries(JSON.parse(process.argv[1])))
  writeFileSync(name, notebookToScript(readFileSync(notebook, "utf8")));
"""
# Inside the package, so that the script finds `toile` as it does where the package is installed.
OUTPUT = ROOT / "test" / "output" / "exports"


def run(*command, cwd=OUTPUT):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder():
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    return OUTPUT


@pytest.fixture(scope="module")
def chapter(folder):
    path = folder / "chapter.ipynb"
    nbformat.write(executed(CHAPTER).notebook, path)
    return path


def export(chapter, to):
    name = run("node", str(ROOT / "bin" / "toile.mjs"), "export", str(chapter), "--to", to).strip()
    return OUTPUT / name


@pytest.mark.parametrize("to", ["html", "slides"])
def test_pages_hold_every_figure_and_no_address_to_fetch(chapter, to):
    html = export(chapter, to).read_text(encoding="utf-8")
    assert html.count('class="jp-OutputArea-output toile-figure"') == 7
    assert html.count("plotly.js v") == 1
    assert "1187/1200" not in html and "1200/1200" in html
    markup = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert re.findall(r"<(?:img|link|iframe)[^>]*(?:src|href)=\"(?!data:)[^>]*>", markup) == []
    assert "<script src" not in html


def test_prints(chapter):
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        pytest.skip("no Chromium to print with")
    page = chapter.with_suffix(".html")
    assert export(page if page.exists() else chapter, "pdf").read_bytes().startswith(b"%PDF-")


def type_check(*scripts):
    settings = {"strict": True, "target": "es2023", "module": "nodenext", "types": ["node"], "skipLibCheck": True, "noEmit": True}
    config = {"compilerOptions": settings, "files": [script.name for script in scripts]}
    (OUTPUT / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    run("node", str(ROOT / "node_modules" / "typescript" / "bin" / "tsc"))


def test_script_prints_what_the_notebook_prints(folder):
    ran = executed(SHORT).notebook
    nbformat.write(ran, folder / "short.ipynb")
    script = export(folder / "short.ipynb", "script")
    esbuild = str(ROOT / "node_modules" / "esbuild" / "bin" / "esbuild")
    run(esbuild, script.name, "--format=esm", "--outfile=short.mjs")
    printed = run("node", "short.mjs")
    shown = [output["text"] for cell in ran.cells for output in cell.get("outputs", []) if output.get("name") == "stdout"]
    assert len(shown) > 5
    for text in shown:
        assert text in printed


def test_every_chapter_is_a_sound_program(folder):
    notebooks = {f"{name_of(path).replace('/', '-')}.ts": str(path) for path in CHAPTERS}
    run("node", "--input-type=module", "-e", WRITE_SCRIPTS, json.dumps(notebooks), cwd=folder)
    type_check(*(folder / name for name in notebooks))
