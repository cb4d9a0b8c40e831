import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // JupyterLab and Chromium start once, and only for the tests that look at them.
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "test/output/**", "test/fixtures/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/globalSetup.ts"],
        },
      },
    ],
    // The linter's own rule takes every call of a model's fit for Jasmine's focused test.
    allowOnly: false,
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
