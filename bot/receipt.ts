/** 回执：a short code for one answer, to be read aloud; what it stands for is kept, so that the answer can be given again. */
import { createHash } from "node:crypto";
import type { IsoDate } from "../knowledge/index.ts";
import type { Block } from "./blocks.ts";
import type { Session } from "./session.ts";
import { wording } from "./wording.ts";

/** SHA-256 digests (hex) of all an answer rests on, and the program's version. */
export interface Versions {
  readonly notice: string;
  readonly rules: string;
  readonly index: string;
  readonly program: string;
}

/** What is kept of an answer: enough to give it again, and to say what has changed where it comes out otherwise. */
export interface ReceiptRecord {
  readonly versions: Versions;
  readonly asOf: IsoDate;
  readonly session: Session;
  readonly text: string;
  readonly isResumed: boolean;
  /** SHA-256 (hex) of the blocks. */
  readonly digest: string;
}

/** Eleven digits and a check digit, in three groups: 2748-1093-5567. */
export type ReceiptCode = string;

/**
 * The same message in the same conversation gets the same code through every channel, as long as nothing it rests on changes.
 * @param attempt 0, then 1, 2 … where the code is taken by another answer
 */
export function receiptCode(record: ReceiptRecord, attempt = 0): ReceiptCode {
  const hash = sha256(JSON.stringify([record, attempt]));
  const digits = (BigInt(`0x${hash}`) % 10n ** 11n).toString().padStart(11, "0");
  return grouped(digits + checkDigit(digits));
}

export function digestOf(blocks: readonly Block[]): string {
  return sha256(JSON.stringify(blocks));
}

/** As typed: blanks, dashes and full-width digits do not matter. Undefined where a digit is wrong or two are exchanged. */
export function readReceiptCode(typed: string): ReceiptCode | undefined {
  const digits = typed.normalize("NFKC").replaceAll(/[\s\-–—－.·]/gu, "");
  if (!/^\d{12}$/u.test(digits) || checkDigit(digits) !== "0") return undefined;
  return grouped(digits);
}

export function receiptBlock(code: ReceiptCode): Block {
  return { kind: "receipt", code, text: wording.receipt(code) };
}

function grouped(digits: string): ReceiptCode {
  return digits.replace(/(\d{4})(?=\d)/gu, "$1-");
}

/** Damm (2004), a quasigroup of order 10: finds every single wrong digit and every exchange of neighbours. */
const QUASIGROUP = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
];

/** The digit that makes the whole come out as 0; over digits with their check digit, 0. */
function checkDigit(digits: string): string {
  return [...digits].reduce((interim, digit) => QUASIGROUP[Number(interim)]?.[Number(digit)] ?? "", "0");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
