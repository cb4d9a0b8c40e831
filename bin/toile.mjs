#!/usr/bin/env node
// The command `toile`.
import "../setup/lib/node-version.mjs";

// Loaded after the check: an older Node.js cannot parse what follows.
import("../setup/lib/cli.mjs").then((cli) => cli.main(process.argv.slice(2)));
