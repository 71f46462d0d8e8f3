/** 接口凭证：what a bot must show to call the platform. */
import { randomUUID } from "node:crypto";

export interface AccessTokens {
  /** The one that holds, or where there is none or it is forced, a new one. */
  readonly issue: (force?: boolean) => { readonly token: string; readonly seconds: number };
  readonly check: (token: string) => "good" | "expired" | "unknown";
  /** As when somebody else asked for a new one. */
  readonly revoke: () => void;
}

const SECONDS = 7200;

export function createAccessTokens(now: () => number): AccessTokens {
  const issued = new Map<string, number>();
  let current = "";
  const holds = (token: string) => token === current && (issued.get(token) ?? 0) > now();
  return {
    issue: (force = false) => {
      if (force || !holds(current)) {
        current = `simulated-${randomUUID()}`;
        issued.set(current, now() + SECONDS * 1000);
      }
      return { token: current, seconds: Math.ceil(((issued.get(current) ?? 0) - now()) / 1000) };
    },
    check: (token) => {
      if (holds(token)) return "good";
      return issued.has(token) ? "expired" : "unknown";
    },
    revoke: () => {
      current = "";
    },
  };
}
