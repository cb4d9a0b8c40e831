// `npm run build`: compiles kernel/ and src/ into dist/, which then holds nothing else.
import { build } from "./lib/build.mjs";
import { problemLine } from "./lib/problem.mjs";

try {
  console.log(`${await build()} modules in dist/`);
} catch (error) {
  console.error(problemLine(error));
  process.exitCode = 1;
}
