"""The same work in each kernel's language."""

TYPESCRIPT = {
    "one": "1+1",
    "declare": "const name{n}: number = {n};",
    "import": 'import * as tf from "@tensorflow/tfjs-node";',
    "complete": "tf.lay",
    "keep": "let kept = 1;",
    "endless": "while (true) {}",
    "kept": "if (kept !== 1) throw new Error('lost');",
    "print": "for (let i = 0; i < 100000; i++) console.log(`line ${i}`);",
    "loop": (
        "let sum = 0;\nfor (let i = 0; i < 1e8; i++) sum += i;",
        "(() => { let sum = 0;\nfor (let i = 0; i < 1e8; i++) sum += i; return sum; })();",
    ),
}

CELLS = {
    "toile": TYPESCRIPT,
    "tslab": {**TYPESCRIPT, "loop": ("let sum = 0;\nfor (let i = 0; i < 1e8; i++) sum += i;", "(() => { let inner = 0;\nfor (let i = 0; i < 1e8; i++) inner += i; return inner; })();")},
    # It cannot load tfjs-node's native part.
    "deno": {**TYPESCRIPT, "import": 'import * as fs from "node:fs";', "complete": "fs.wri"},
    "ipykernel": {
        "one": "1+1",
        "declare": "name{n} = {n}",
        "import": "import os",
        "complete": "os.pat",
        "keep": "kept = 1",
        "endless": "while True: pass",
        "kept": "assert kept == 1",
        "print": "for i in range(100_000): print('line', i)",
        # A tenth of the steps, since it takes ten times as long.
        "loop": (
            "total = 0\nfor i in range(10_000_000): total += i",
            "def work():\n    total = 0\n    for i in range(10_000_000): total += i\nwork()",
        ),
    },
}
