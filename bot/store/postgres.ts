/** PostgreSQL: several servers on one database. */
import { Kysely, PostgresDialect, type PostgresPoolClient } from "kysely";
import pg from "pg";
import type { Database, Tables } from "./database.ts";
import type { StoreErrorCode } from "./store-error.ts";

export interface PostgresOptions {
  /** How long a server that says nothing is waited for. */
  readonly answerWithin?: number;
}

const LOCK_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 4_000;
const ANSWER_WITHIN_MS = 6_000;
const MOST_CONNECTIONS = 10;
/** Ours alone among the advisory locks of the database. */
const MIGRATION_LOCK = 103_202_205;

export function openPostgres(url: string, options: PostgresOptions = {}): Database {
  const { answerWithin = ANSWER_WITHIN_MS } = options;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "mingbai",
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: answerWithin,
    query_timeout: answerWithin,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  // A lost connection also fails the query on it, which is told there; unheard it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    db: new Kysely<Tables>({
      dialect: new PostgresDialect({
        pool: { connect: async () => discardedWhenLost(await pool.connect()), end: () => pool.end() },
      }),
    }),
    name: nameOf(url),
    sql: {
      key: 'text collate "C"',
      moment: "bigint",
      table: "",
      lock: `select pg_advisory_xact_lock(${MIGRATION_LOCK})`,
    },
    codeOf,
  };
}

/** What is counted comes as a number, as from SQLite. */
const getTypeParser = ((oid: number, format?: "text" | "binary") =>
  oid === pg.types.builtins.INT8
    ? Number
    : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;

/** A connection that failed once is not lent again: the server may be gone, or still be busy with what we gave up. */
function discardedWhenLost(client: pg.PoolClient): PostgresPoolClient {
  let lost = false;
  const query = async (sql: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(sql, [...parameters]);
    } catch (error) {
      lost ||= codeOf(error) === "unreachable";
      throw error;
    }
  };
  return {
    query: query as PostgresPoolClient["query"],
    release: (discard = false) => client.release(discard || lost),
  };
}

/** By SQLSTATE, or by the socket's or the driver's word where the server said nothing. */
function codeOf(error: unknown): StoreErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error ? String(error.code) : "";
  if (code === "53100") return "full";
  if (/^(55P03|57014|40001|40P01)$/u.test(code)) return "locked";
  if (/^(XX00[12]|42P01|42703)$/u.test(code)) return "damaged";
  if (/^(08|28|3D|53|57P|25006)/u.test(code)) return "unreachable";
  if (/^E[A-Z]+$/u.test(code)) return "unreachable";
  if (/terminated|timeout|not queryable|discarded|connection error/iu.test(error.message))
    return "unreachable";
  return undefined;
}

/** Without user and password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}
