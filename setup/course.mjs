// `npm run course`: executes the notebooks and builds the course, a site with slides and a PDF in each language, in course/.
import "./lib/node-version.mjs";

// Loaded after the check: an older Node.js cannot parse what follows.
import("./lib/course/main.mjs").then((main) => main.course(process.argv.slice(2)));
