"""Runs nbconvert for the tests: one JSON list of arguments a line on stdin, `done` or the error on stdout."""

import json
import sys

from nbconvert.nbconvertapp import NbConvertApp

for line in sys.stdin:
    try:
        app = NbConvertApp()
        app.initialize(json.loads(line))
        app.start()
        print("done", flush=True)
    except (Exception, SystemExit) as error:
        print(repr(error), flush=True)
