// `npm run doctor`: what works, each with a tick or the way out.
import "./lib/node-version.mjs";

// Loaded after the check: an older Node.js cannot parse what follows.
import("./lib/main.mjs").then((main) => main.doctor());
