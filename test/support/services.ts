import { readConfig } from "../../bot/config.ts";
import type { Services } from "../../bot/respond.ts";
import { createServices } from "../../bot/services.ts";
import { readKnowledge } from "../../knowledge/index.ts";

/** The day tests judge for: a month after the notice. */
export const TEST_DAY = "2022-06-15";

export const knowledge = readKnowledge();

let opened: Promise<Services> | undefined;

/** The real knowledge, model and index, on a fixed day. Opened once a test file; builds the index where it is not current. */
export function testServices(): Promise<Services> {
  opened ??= createServices(readConfig({ DATA_DIR: process.env["DATA_DIR"] })).then((services) => {
    return { ...services, today: () => TEST_DAY };
  });
  return opened;
}
