import { defineConfig } from "vitest/config";

const report = ["json", { outputFile: ".cache/test-report.json" }] as const;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-index.ts"],
    reporters: process.env["CI"] ? ["default", [...report]] : ["default"],
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
