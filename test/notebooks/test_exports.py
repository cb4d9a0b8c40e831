"""The first chapter, executed, handed out in every format."""

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
# Inside the package, so that the script finds `toile` as it does where the package is installed.
OUTPUT = ROOT / "test" / "output" / "exports"


def run(*command, cwd=OUTPUT):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def chapter():
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    path = OUTPUT / "chapter.ipynb"
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
    assert export(chapter, "pdf").read_bytes().startswith(b"%PDF-")


def type_check(*scripts):
    settings = {"strict": True, "target": "es2023", "module": "nodenext", "types": ["node"], "skipLibCheck": True, "noEmit": True}
    config = {"compilerOptions": settings, "files": [script.name for script in scripts]}
    (OUTPUT / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    run("node", str(ROOT / "node_modules" / "typescript" / "bin" / "tsc"))


def test_script_type_checks_and_prints_what_the_notebook_prints(chapter):
    script = export(chapter, "script")
    type_check(script)
    esbuild = str(ROOT / "node_modules" / "esbuild" / "bin" / "esbuild")
    run(esbuild, script.name, "--format=esm", "--outfile=chapter.mjs")
    printed = run("node", "chapter.mjs")
    assert "[ 60000, 28, 28 ] [ 60000 ]\n[ 10000, 28, 28 ] [ 10000 ]\n" in printed
    assert "[ 38400, 784 ] [ 9600, 784 ]" in printed
    assert "7850\n" in printed


@pytest.mark.parametrize("path", CHAPTERS, ids=name_of)
def test_every_chapter_is_a_sound_program(chapter, path):
    copied = OUTPUT / f"{name_of(path).replace('/', '-')}.ipynb"
    shutil.copy(path, copied)
    type_check(export(copied, "script"))
