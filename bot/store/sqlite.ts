/** SQLite：one file, the default. Survives kill -9 and power loss by its write-ahead log. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from "kysely";
import type { Database, Tables } from "./database.ts";
import type { StoreErrorCode } from "./store-error.ts";

export interface SqliteOptions {
  /** For measurements: NORMAL keeps a turn over kill -9 but may lose the last ones at power loss. */
  readonly synchronous?: "FULL" | "NORMAL";
  /** For tests: the file is full at this many pages. */
  readonly maxPages?: number;
}

/** The driver waits on the event loop's thread, so it waits shortly; the store then tries again (`patience.ts`). */
const BUSY_TIMEOUT_MS = 50;

export function openSqlite(file: string, options: SqliteOptions = {}): Database {
  return {
    db: new Kysely<Tables>({ dialect: new Dialect({ database: async () => connect(file, options) }) }),
    name: file,
    sql: { key: "text", moment: "integer", table: " strict" },
    codeOf,
  };
}

function connect(file: string, { synchronous = "FULL", maxPages }: SqliteOptions): Sqlite.Database {
  mkdirSync(dirname(file), { recursive: true });
  const connection = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    connection.pragma("journal_mode = wal");
    // FULL: a turn is on the disk before its reply is sent, so that a receipt given out is never unknown later.
    connection.pragma(`synchronous = ${synchronous}`);
    connection.pragma("foreign_keys = on");
    // What retention deletes is overwritten, not only unlinked.
    connection.pragma("secure_delete = on");
    if (maxPages !== undefined) connection.pragma(`max_page_count = ${maxPages}`);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

class Dialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new Driver(this.#config);
  }
}

class Driver extends SqliteDriver {
  /** All our transactions write: they take the lock at once, or of two that have read neither could go on. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  /** A full disk has rolled back already; what went wrong must not be hidden by that. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!String(error).includes("no transaction is active")) throw error;
    }
  }
}

function codeOf(error: unknown): StoreErrorCode | undefined {
  if (!(error instanceof Sqlite.SqliteError)) {
    // The folder cannot be made.
    return error instanceof Error && "syscall" in error ? "unreachable" : undefined;
  }
  // The index of the log is grown before the log: on a full disk it is what fails.
  if (/^SQLITE_(FULL|IOERR_SHMSIZE)$/u.test(error.code)) return "full";
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/u.test(error.code)) return "locked";
  if (/^SQLITE_(NOTADB|CORRUPT)/u.test(error.code)) return "damaged";
  if (/^SQLITE_(CANTOPEN|IOERR|READONLY|PERM|AUTH)/u.test(error.code)) return "unreachable";
  return undefined;
}
