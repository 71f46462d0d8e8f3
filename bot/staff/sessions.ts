/** 登录状态：256 random bits in the browser, their hash in the store. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Desk } from "../handle-turn.ts";
import { areasOf, isRole, type Role } from "./roles.ts";

/** 坐席, signed in. */
export interface StaffMember {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
}

export interface StaffSessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** How exactly idleness is known: the store is not written to at every request. */
const TOUCH_MS = 30_000;

/** A new token, whatever the browser held before. */
export async function openSession(
  { login }: StaffMember,
  before: string | undefined,
  { store, now }: Desk,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  if (before !== undefined) await store.staff.closeSession(hashOf(before));
  await store.staff.openSession({ token: hashOf(token), login, openedAt: now(), seenAt: now() });
  await store.staff.record({ at: now(), login, action: "sign_in", detail: "" });
  return token;
}

export async function closeSession(token: string, { store, now }: Desk): Promise<void> {
  const session = await store.staff.session(hashOf(token));
  await store.staff.closeSession(hashOf(token));
  if (session) await store.staff.record({ at: now(), login: session.login, action: "sign_out", detail: "" });
}

/** @param isActive a person did something, so that the session is not idle; what the page asks by itself is not */
export async function memberOf(
  token: string,
  isActive: boolean,
  limits: StaffSessionLimits,
  { store, now }: Desk,
): Promise<StaffMember | undefined> {
  const hash = hashOf(token);
  const session = await store.staff.session(hash);
  if (!session) return undefined;
  const { openedAt, seenAt, account } = session;
  if (now() - seenAt > limits.idleMs || now() - openedAt > limits.absoluteMs) {
    await store.staff.closeSession(hash);
    return undefined;
  }
  if (isActive && now() - seenAt > TOUCH_MS) await store.staff.touch(hash, now());
  const { login, name, role } = account;
  return isRole(role) ? { login, name, role } : undefined;
}

/** What a page must say besides the cookie; from the cookie's token, so that another site cannot know it. */
export function csrfTokenOf(token: string): string {
  return createHash("sha256").update(`csrf:${token}`).digest("base64url");
}

export function isCsrfToken(given: string | undefined, token: string): boolean {
  const expected = Buffer.from(csrfTokenOf(token));
  const actual = Buffer.from(given ?? "");
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** What the page is told of who signed in. */
export function signedInAs({ login, name, role }: StaffMember, token: string) {
  return { login, name, role, areas: areasOf(role), csrf: csrfTokenOf(token) };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
