/** 重放：the answer behind a receipt given again, or what has changed since. */
import type { Block } from "./blocks.ts";
import type { Desk } from "./handle-turn.ts";
import { digestOf, type ReceiptCode, type ReceiptRecord, readReceiptCode, type Versions } from "./receipt.ts";
import { respond, withReceipt } from "./respond.ts";
import type { Session } from "./session.ts";
import { wording } from "./wording.ts";

export type Replay =
  /** A digit is wrong, or two are exchanged. */
  | { readonly kind: "mistyped" }
  | { readonly kind: "unknown"; readonly code: ReceiptCode }
  | {
      readonly kind: "same";
      readonly code: ReceiptCode;
      readonly record: ReceiptRecord;
      /** As the answer leaves it. */
      readonly session: Session;
      readonly blocks: readonly Block[];
    }
  | {
      readonly kind: "changed";
      readonly code: ReceiptCode;
      readonly record: ReceiptRecord;
      readonly session: Session;
      /** What differs from then; empty where only the program's own text or code does. */
      readonly versions: readonly (keyof Versions)[];
      /** The answer comes out as it did all the same. */
      readonly isSame: boolean;
      /** The answer as it comes out now. */
      readonly blocks: readonly Block[];
    };

/** @throws StoreError */
export async function replay(typed: string, { services, store }: Desk): Promise<Replay> {
  const code = readReceiptCode(typed);
  if (code === undefined) return { kind: "mistyped" };
  const kept = await store.receipt(code);
  if (kept === undefined) return { kind: "unknown", code };
  const record = kept.record as ReceiptRecord;
  const { text, asOf, isResumed, digest } = record;
  const { reply, session } = await respond({ text, session: record.session, asOf, isResumed }, services);
  const own = reply.blocks.filter(({ kind }) => kind !== "receipt");
  const versions = (Object.keys(record.versions) as (keyof Versions)[]).filter(
    (name) => record.versions[name] !== services.versions[name],
  );
  const isSame = digestOf(own) === digest;
  const blocks = isSame ? withReceipt(own, code) : own;
  if (isSame && versions.length === 0) return { kind: "same", code, record, session, blocks };
  return { kind: "changed", code, record, session, versions, isSame, blocks };
}

/** Whether the answer still stands, in a sentence; undefined where nothing has changed. */
export function changeSince(found: Replay & { readonly kind: "same" | "changed" }): string | undefined {
  if (found.kind === "same") return undefined;
  const names = found.versions.map((name) => wording.replay.versions[name]);
  const what = names.length > 0 ? names.join("、") : wording.replay.text;
  return found.isSame ? wording.replay.unaffected(what) : wording.replay.changed(what);
}
