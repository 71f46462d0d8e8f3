import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { describeWithPostgres } from "../../support/postgres.ts";
import { keepsStaff } from "./staff-contract.ts";

describe("staff in SQLite", () =>
  keepsStaff(async () => ({ dataDir: mkdtempSync(join(tmpdir(), "mingbai-staff-")) })));

describeWithPostgres("staff in PostgreSQL", (server) =>
  keepsStaff(async () => ({ databaseUrl: await server().database(), dataDir: "" })),
);
