"""Toile's parameters for papermill: `papermill lesson.ipynb run.ipynb -p epochs 3` on a cell tagged `parameters`.

papermill has no entry points for languages, but it imports those of its engines. The engine `toile` is papermill's own; importing it
makes TypeScript and JavaScript known.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

LARGEST_SAFE_INTEGER = 2**53 - 1

# let name: Type = value; // help
PARAMETER = re.compile(
    r"^(?:let|const|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>[^=]+?))?\s*=\s*"
    r"(?P<value>(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|(?!//)[^;])+?)\s*;?\s*(?://\s*(?P<help>.*))?$"
)


class Engine(NBClientEngine):
    """papermill's own engine, under a name of ours."""


class TypeScriptTranslator(Translator):
    """Values as TypeScript literals, declared by `let`: a later cell may declare a name anew, whatever it was before."""

    @classmethod
    def translate_str(cls, val):
        # JSON is a part of JavaScript; only a line break that JSON leaves as it is would be hard to read.
        return json.dumps(val, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        if abs(val) > LARGEST_SAFE_INTEGER:
            raise ValueError(f"{val} is too large for a number of JavaScript: pass it as a string (-r) and read it with BigInt()")
        return str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        return str(val) if math.isfinite(val) else "Infinity" if val > 0 else "-Infinity"

    @classmethod
    def translate_dict(cls, val):
        return f"{{{', '.join(f'{cls._key(key)}: {cls.translate(item)}' for key, item in val.items())}}}"

    @classmethod
    def _key(cls, key):
        # Written plainly, this one would set the object's prototype.
        return '["__proto__"]' if key == "__proto__" else cls.translate_str(str(key))

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]"

    @classmethod
    def translate_escaped_str(cls, str_val):
        """What has no literal, such as YAML's dates, as its text."""
        return cls.translate_str(str(str_val))

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        """The declarations of one line each, for `--help-notebook` and for papermill's warning of unknown parameters."""
        found = (PARAMETER.match(line.strip()) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(name=match["name"], inferred_type_name=match["type"] or "None", default=match["value"], help=match["help"] or "")
            for match in found
            if match
        ]


for language in ("typescript", "javascript"):
    papermill_translators.register(language, TypeScriptTranslator)
