/** SQLite：one file, the default. Survives kill -9 and power loss by its write-ahead log. */
import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
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
  /** For tests: the file is full at this many pages. */
  readonly maxPages?: number;
}

/** The driver waits on the event loop's thread, so it waits shortly; the store then tries again (`patience.ts`). */
const BUSY_TIMEOUT_MS = 50;

export function openSqlite(file: string, options: SqliteOptions = {}): Database {
  return {
    db: new Kysely<Tables>({ dialect: new Dialect({ database: async () => connect(file, options) }) }),
    name: file,
    settle: createSettler(`${file}-wal`),
    sql: { key: "text", moment: "integer", table: " strict" },
    codeOf,
  };
}

function connect(file: string, { maxPages }: SqliteOptions): Sqlite.Database {
  mkdirSync(dirname(file), { recursive: true });
  const connection = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    connection.pragma("journal_mode = wal");
    // The commit does not wait for the disk, which would stop the whole process: `settle` does, before the reply is given.
    connection.pragma("synchronous = normal");
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

/**
 * Writes the log through to the disk off the event loop's thread; turns that end while it is being written share the next
 * write. A checkpoint meanwhile moves nothing into the database that it has not itself written through.
 */
function createSettler(log: string): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    running = flush(log).finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return begin();
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  };
}

async function flush(log: string): Promise<void> {
  const file = await open(log, "r+");
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
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
