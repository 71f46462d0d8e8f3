/** A PostgreSQL server of the test's own, in a temporary folder. */
import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { beforeAll, describe, it } from "vitest";

export interface PostgresServer {
  readonly port: number;
  /** The address of a database made for the caller. */
  readonly database: () => Promise<string>;
  readonly start: () => Promise<void>;
  /** `immediate`: as if it crashed. */
  readonly stop: (mode: "fast" | "immediate") => Promise<void>;
  readonly remove: () => Promise<void>;
}

const INSTALLED = "/usr/lib/postgresql";
const programs = existsSync(INSTALLED)
  ? readdirSync(INSTALLED)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(INSTALLED, version, "bin"))
      .find((bin) => existsSync(join(bin, "initdb")))
  : undefined;

/** Skips where there is no PostgreSQL, and says so; where CI is set, there must be one. */
export function describeWithPostgres(name: string, tests: (server: () => PostgresServer) => void): void {
  if (programs === undefined) {
    const reason = `${name}: no PostgreSQL under ${INSTALLED} (Debian: apt-get install postgresql)`;
    if (process.env["CI"]) {
      it(reason, () => {
        throw new Error(reason);
      });
    } else {
      process.stderr.write(`SKIPPED ${reason}\n`);
      it.skip(reason, () => {});
    }
    return;
  }
  describe(name, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startServer(programs);
      return server.remove;
    });
    tests(() => server);
  });
}

async function startServer(bin: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "mingbai-postgres-"));
  const data = join(folder, "data");
  const port = await freePort();
  const run = await runnerFor(folder);
  // Only the machine's own crash needs the disk to be waited for, and it is not tried here.
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`;
  const control = (...args: string[]) => run(join(bin, "pg_ctl"), ["-D", data, "-w", ...args]);
  const start = () => control("-l", join(folder, "log"), "-o", settings, "start");
  await run(join(bin, "initdb"), [
    "-D",
    data,
    "-U",
    "mingbai",
    "--auth=trust",
    "-E",
    "UTF8",
    "--locale=C",
    "-N",
  ]);
  await start();
  let databases = 0;
  const addressOf = (database: string) => `postgres://mingbai@127.0.0.1:${port}/${database}`;
  const stop = (mode: "fast" | "immediate") => control("-m", mode, "stop");
  return {
    port,
    start,
    stop,
    database: async () => {
      const name = `test_${++databases}`;
      const client = new pg.Client(addressOf("postgres"));
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return addressOf(name);
    },
    remove: async () => {
      await stop("immediate").catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
async function runnerFor(folder: string) {
  const execute = promisify(execFile);
  if (process.getuid?.() !== 0) {
    return async (program: string, args: readonly string[]) => void (await execute(program, args));
  }
  const { stdout } = await execute("id", ["-u", "postgres"]);
  chownSync(folder, Number(stdout), -1);
  return async (program: string, args: readonly string[]) =>
    void (await execute("runuser", ["-u", "postgres", "--", program, ...args], { cwd: folder }));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}
