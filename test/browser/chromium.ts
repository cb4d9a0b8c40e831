import { existsSync } from "node:fs";
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from "playwright-core";

const candidates = [
  process.env.TOILE_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The system's Chromium, or undefined; TOILE_CHROMIUM names another one. */
export const chromiumPath = candidates.find((path) => path !== undefined && existsSync(path));

/** Why the browser tests cannot run, or undefined when they can. */
export const missingChromium =
  chromiumPath === undefined ? "no Chromium found: install it or name it in TOILE_CHROMIUM" : undefined;

/** In CI a missing Chromium is a failure; elsewhere the tests skip with the reason. */
export const skipReason = process.env.TOILE_REQUIRE_CHROMIUM === "1" ? undefined : missingChromium;

/** A headless Chromium that talks to nobody but the page's own server. */
function options(): LaunchOptions {
  if (chromiumPath === undefined) throw new Error(missingChromium);
  return {
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}

/** A Chromium for the process that starts it. */
export async function launch(): Promise<Browser> {
  return chromium.launch(options());
}

/** A Chromium that other processes connect to. */
export async function launchServer(): Promise<BrowserServer> {
  return chromium.launchServer(options());
}
