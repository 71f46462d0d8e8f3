import { execFileSync } from "node:child_process";
import { testServices } from "./services.ts";

/** Before any test file: one index and one bundle of the pages for all, instead of each file building its own at once. */
export async function setup(): Promise<void> {
  execFileSync("npm", ["run", "-s", "bundle"], { stdio: ["ignore", "ignore", "inherit"] });
  await testServices();
}
