import type { TestProject } from "vitest/node";
import { launchServer, skipReason } from "./chromium.ts";
import { startLab } from "./jupyterlab.ts";

declare module "vitest" {
  interface ProvidedContext {
    lab: { address: string; token: string; folder: string } | undefined;
    chromium: string | undefined;
  }
}

/** One JupyterLab and one Chromium for all files of browser tests; nothing where there is no Chromium. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (skipReason !== undefined) return undefined;
  const [lab, server] = await Promise.all([startLab(), launchServer()]);
  const { address, token, folder } = lab;
  project.provide("lab", { address, token, folder });
  project.provide("chromium", server.wsEndpoint());
  return async () => {
    await server.close();
    await lab.stop();
  };
}
