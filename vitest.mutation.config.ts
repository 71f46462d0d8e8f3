import { defineConfig } from "vitest/config";

/** The tests that judge mutants of the rules: those of the rules, with the long random ones left out. */
export default defineConfig({
  test: {
    include: ["test/rules/**/*.test.ts"],
    exclude: ["test/rules/*properties.test.ts", "test/rules/rule-mutation.test.ts"],
    testTimeout: 30_000,
  },
});
