// Makes .venv-test, the virtual environment of the tests; a second run finds it and is over at once.
import "./lib/node-version.mjs";

// Loaded after the check: an older Node.js cannot parse what follows.
import("./lib/main.mjs").then((main) => main.testEnvironment());
