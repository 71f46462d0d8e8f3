/** 口令：argon2id hashes, and what a password must be. */
import { hash, verify } from "@node-rs/argon2";
import { wording } from "../wording.ts";

/** argon2id with the least OWASP asks for: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const SHORTEST = 12;
const LONGEST = 256;
const LEAST_DIFFERENT = 6;

/** @returns what is wrong with it, in a sentence; undefined where nothing is */
export function passwordFault(password: string, login: string): string | undefined {
  const characters = [...password.normalize("NFKC")];
  if (characters.length < SHORTEST) return wording.console.password.short;
  if (characters.length > LONGEST) return wording.console.password.long;
  if (new Set(characters).size < LEAST_DIFFERENT) return wording.console.password.monotonous;
  return password.toLowerCase().includes(login.toLowerCase()) ? wording.console.password.login : undefined;
}

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

/** Takes as long where there is no such account, or none with a password. */
export async function isPassword(password: string, hashed: string | undefined): Promise<boolean> {
  if (password.length > 4 * LONGEST) return false;
  const matches = await verify(hashed ?? (await dummy()), password.normalize("NFKC"));
  return matches && hashed !== undefined;
}

let made: Promise<string> | undefined;

/** The hash of a password nobody has. */
function dummy(): Promise<string> {
  made ??= hashPassword(crypto.randomUUID());
  return made;
}
