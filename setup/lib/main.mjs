import path from "node:path";
import { installer } from "./kernelspec.mjs";
import { dataStep } from "./native-steps.mjs";
import { venvStep } from "./package-steps.mjs";
import { isClone, project, root } from "./paths.mjs";
import { withTemporaryPip } from "./pip.mjs";
import { problemLine } from "./problem.mjs";
import { Progress } from "./progress.mjs";
import { setUp } from "./run-steps.mjs";
import { startJupyterLab } from "./start.mjs";
import { cloneSteps, packageSteps } from "./steps.mjs";

/** Everything a clone needs, or an installed package with its data set. */
export async function setup() {
  return isClone ? setUp(cloneSteps) : setUpPackage(true);
}

/** @param {string[]} args */
export async function start(args) {
  if (await setup()) startJupyterLab(args);
}

export async function doctor() {
  const { doctor } = await import("./doctor.mjs");
  await doctor();
}

/** The tests' own virtual environment, apart from the one that people work in. */
export async function testEnvironment() {
  return setUp(() => [
    venvStep(project.testVenv, path.join(root, "test", "requirements.txt"), "test environment"),
  ]);
}

/**
 * The native parts, then the kernelspec.
 * @param {import("./kernelspec.mjs").Options} options
 */
export async function install(options) {
  if (!(await (isClone ? setUp(() => cloneSteps()) : setUpPackage(false)))) return;
  const { asTslab, ...rest } = options;
  await withInstaller(async ({ install, installAsTslab }) => {
    const folders = asTslab ? await installAsTslab(rest) : [await install(rest)];
    for (const folder of folders) console.log(`✓ kernelspec           ${folder}`);
  });
}

/** @param {import("./kernelspec.mjs").Options} options */
export async function uninstall(options) {
  const { asTslab, ...rest } = options;
  await withInstaller(async ({ uninstall, uninstallAsTslab }) => {
    const folders = asTslab ? await uninstallAsTslab(rest) : [await uninstall(rest)];
    for (const folder of folders) console.log(`✓ removed              ${folder}`);
  });
}

/** @param {(installer: import("./kernelspec.mjs").Installer) => Promise<void>} work */
async function withInstaller(work) {
  try {
    await work(await installer());
  } catch (error) {
    console.error(problemLine(error));
    process.exitCode = 1;
  }
}

/** @param {boolean} withData */
function setUpPackage(withData) {
  const pinnedPip = path.join(root, "setup", "requirements-pip.txt");
  return withTemporaryPip(pinnedPip, new Progress(), (python) =>
    setUp(() => [...packageSteps(python), ...(withData ? [dataStep()] : [])]),
  );
}
