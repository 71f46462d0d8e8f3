/** 存储故障：why a turn was not kept. `wording.store` has the owner's sentence for each. */

export type StoreErrorCode =
  /** No space left. */
  | "full"
  /** Another process holds the database for too long. */
  | "locked"
  /** The database cannot be reached, read or written. */
  | "unreachable"
  /** The connection was lost while the turn was being kept, and it could not be found out whether it was. */
  | "unsure"
  /** Not a database of ours: no database, a broken one, or one written by a newer program. */
  | "damaged"
  /** Too many turns of one conversation at once. */
  | "busy";

export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
