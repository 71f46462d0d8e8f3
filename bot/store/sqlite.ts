/** SQLite：one file, the default. Survives kill -9 and power loss by its write-ahead log. */
import { closeSync, fdatasync, mkdirSync, open } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import Sqlite from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";
import type { Database, Tables } from "./database.ts";
import type { StoreErrorCode } from "./store-error.ts";

export interface SqliteOptions {
  /** For tests: the file is full at this many pages. */
  readonly maxPages?: number;
}

/** The driver waits on the event loop's thread, so it waits shortly; the store then tries again (`patience.ts`). */
const BUSY_TIMEOUT_MS = 50;

/** Statements that differ only in their values are compiled once. */
const MOST_STATEMENTS = 200;

export function openSqlite(file: string, options: SqliteOptions = {}): Database {
  const log = createLog(`${file}-wal`);
  const database = async () => withStatements(connect(file, options), () => log.close());
  return {
    db: new Kysely<Tables>({ dialect: new Dialect({ database }) }),
    name: file,
    settle: createSettler(() => log.flush()),
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
    // Pages that many turns change are written back once for all of them; the log grows to some 16 MB.
    connection.pragma("wal_autocheckpoint = 4000");
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

/** @param onClose before the connection is closed */
function withStatements(connection: Sqlite.Database, onClose: () => void): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  const prepared = (text: string): SqliteStatement => {
    const statement = connection.prepare(text) as SqliteStatement;
    if (kept.size >= MOST_STATEMENTS) kept.clear();
    kept.set(text, statement);
    return statement;
  };
  return {
    prepare: (text) => kept.get(text) ?? prepared(text),
    close: () => {
      onClose();
      connection.close();
    },
  };
}

const openFile = promisify(open);
const writeThrough = promisify(fdatasync);

/** The write-ahead log, which stays the same file as long as a connection is open. */
interface Log {
  readonly flush: () => Promise<void>;
  readonly close: () => void;
}

function createLog(file: string): Log {
  let opened: Promise<number> | undefined;
  const descriptor = (): Promise<number> => {
    opened ??= openFile(file, "r+").catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    flush: async () => writeThrough(await descriptor()),
    close: () => void opened?.then(closeSync).catch(() => {}),
  };
}

/**
 * Writes the log through to the disk off the event loop's thread; turns that end while it is being written share the next
 * write. A checkpoint meanwhile moves nothing into the database that it has not itself written through.
 */
function createSettler(flush: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    running = flush().finally(() => {
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
