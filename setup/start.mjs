// `npm start`: the set-up, then JupyterLab on the notebooks. Arguments after `--` go to JupyterLab.
import "./lib/node-version.mjs";

// Loaded after the check: an older Node.js cannot parse what follows.
import("./lib/main.mjs").then((main) => main.start(process.argv.slice(2)));
