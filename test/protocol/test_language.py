import json

import pytest


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("let v = 1", "const v = 'two'"),
        ("const v = 1", "let v = 'two'"),
        ("function v() {}", "let v = 'two'"),
        ("var v = 1", "const v = 'two'"),
        ("class v {}", "let v = 'two'"),
    ],
)
def test_a_name_can_be_declared_again_as_another_kind(shared, first, second):
    assert shared.run(first).status == "ok"
    assert shared.run(second).status == "ok"
    assert shared.run("v").result == "'two'"


def test_types_are_erased(shared):
    code = "interface P { x: number }\ntype Q = P & { y: number };\nconst p: Q = { x: 1, y: 2 };\n(p as P).x + p!.y"
    assert shared.run(code).result == "3"


def test_enums_and_classes_live_on_in_later_cells(shared):
    shared.run("enum Color { Red, Green }\nclass Point { constructor(public x: number) {} }")
    assert shared.run("`${Color.Green} ${new Point(4).x} ${Color[0]}`").result == "'1 4 Red'"


def test_node_modules_of_the_language_itself_can_be_imported(shared):
    cell = shared.run("import { join } from 'node:path';\nimport fs, * as all from 'node:fs';\njoin('a', 'b')")
    assert cell.result == "'a/b'"
    assert shared.run("fs.readFileSync === all.readFileSync").result == "true"


@pytest.mark.parametrize("kind", ["esm", "cjs"])
def test_npm_packages_of_the_notebook_folder_can_be_imported(kernel, notebook_folder, kind):
    package = notebook_folder / "node_modules" / "tiny"
    package.mkdir(parents=True)
    (package / "package.json").write_text(
        json.dumps({"name": "tiny", "main": "index.js", "type": "module" if kind == "esm" else "commonjs"})
    )
    body = {
        "esm": "export const four = 4; export default (x) => x + 1;",
        "cjs": "module.exports = (x) => x + 1; module.exports.four = 4;",
    }
    (package / "index.js").write_text(body[kind])
    cell = kernel.run("import inc, { four } from 'tiny';\ninc(four)")
    assert cell.result == "5", cell.traceback


def test_the_packages_toile_depends_on_can_be_imported_from_any_folder(kernel):
    cell = kernel.run("import { Resvg } from '@resvg/resvg-js';\ntypeof Resvg")
    assert cell.result == "'function'", cell.traceback


def test_a_local_typescript_file_can_be_imported(kernel, notebook_folder):
    (notebook_folder / "helper.ts").write_text("export const twice = (x: number): number => x * 2;\n")
    cell = kernel.run("import { twice } from './helper.ts';\ntwice(21)")
    assert cell.result == "42", cell.traceback


def test_an_import_that_cannot_be_found_is_named(shared):
    cell = shared.run("import x from 'no-such-package-here'")
    assert cell.status == "error"
    assert "no-such-package-here" in cell.reply["evalue"]


def test_the_stack_names_the_line_of_the_cell(shared):
    cell = shared.run("const a: number = 1\n\nfunction fails(): never {\n  throw new Error('here')\n}\nfails()")
    count = cell.reply["execution_count"]
    assert "line 4:9" in cell.traceback
    assert "line 6:1" in cell.traceback
    assert f"[{count}]" in cell.traceback


def test_the_stack_names_an_earlier_cell(shared):
    shared.run("\n\nfunction earlier(): never { throw new Error('old') }")
    assert "line 3:35" in shared.run("earlier()").traceback
