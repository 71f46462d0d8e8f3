import { testServices } from "./services.ts";

/** Before any test file: one index for all, instead of each file building its own at once. */
export async function setup(): Promise<void> {
  await testServices();
}
