// Written so that a Node.js of years ago can parse it: its one task is to say that it is too old.

/**
 * The line that says a Node.js is too old for Toile, or "" when it is recent enough.
 * @param {string} version a version such as "20.19.0"
 * @returns {string}
 */
export function nodeProblem(version) {
  const parts = version.split(".").map(Number);
  const major = parts[0] || 0;
  const minor = parts[1] || 0;
  if (major > 20 || (major === 20 && minor >= 19)) return "";
  return `✗ Node.js ${version} is too old: Toile needs 20.19 or newer. Mend it: install Node.js 22 or newer from https://nodejs.org`;
}

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
