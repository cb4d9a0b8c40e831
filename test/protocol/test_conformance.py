"""The Jupyter project's own test suite for kernels."""

import unittest

import jupyter_kernel_test

HANDLE = "globalThis[Symbol.for('toile.kernel')]"


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = "toile"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new Error('on purpose')"
    code_execute_result = [
        {"code": "1+2+3", "result": "6"},
        {"code": "'a' + 'b'", "result": "'ab'"},
    ]
    code_display_data = [
        {"code": f"{HANDLE}.display({{ data: {{ '{mime}': 'x' }} }}, {{ raw: true }})", "mime": mime}
        for mime in ("text/html", "image/svg+xml", "text/markdown")
    ]
    code_clear_output = f"{HANDLE}.clear()"
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")

    completion_samples = [
        {"text": "consol", "matches": {"console"}},
        {"text": "console.tim", "matches": {"time", "timeEnd", "timeLog", "timeStamp"}},
        {"text": "instanceo", "matches": {"instanceof"}},
    ]
    code_inspect_sample = "console.log"
    code_page_something = "console?"

    complete_code_samples = ["1", "console.log('hi')", "function f(x: number) {\n  return x;\n}", "const s = `a\nb`"]
    incomplete_code_samples = ["function f(x: number) {", "const s = `a", "[1, 2,", "foo("]
    invalid_code_samples = ["let = = 3 )", "return return"]


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "toile"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
