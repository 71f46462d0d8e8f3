/** 坐席台：who is signed in, and the tabs for that role. */
import type { ConsolePage, ConsoleSession } from "../../channels/hotline/protocol.ts";
import { ApiError, createApi } from "./api.ts";
import { showShell } from "./shell.ts";
import { signInAgain, signInPage, whoIsSignedIn } from "./sign-in.ts";

const page = JSON.parse(byId("data").textContent ?? "") as ConsolePage;
const app = byId("app");
let session: ConsoleSession | undefined;
/** Of several requests at once that find the session over, the first asks to sign in. */
let asking: Promise<void> | undefined;

const api = createApi({
  wording: page.wording,
  session: () => session,
  signInAgain: () => {
    asking ??= again().finally(() => {
      asking = undefined;
    });
    return asking;
  },
  refresh: async () => {
    session = (await whoIsSignedIn(page).catch(() => undefined)) ?? session;
  },
});

addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
void start();

async function start(): Promise<void> {
  const notice = noticeFromAddress();
  session = (await signedInAlready()) ?? (await signInPage(app, page, notice));
  await showShell(app, { page, api, session, isAsking: () => asking !== undefined });
  session = undefined;
  // A browser may bring the page back as it was left.
  app.replaceChildren();
  location.replace("/console");
}

async function again(): Promise<void> {
  if (session) session = await signInAgain(page, session);
}

async function signedInAlready(): Promise<ConsoleSession | undefined> {
  try {
    return await whoIsSignedIn(page);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** Why the organisation's sign-in sent the browser back without signing in. */
function noticeFromAddress(): string | undefined {
  const { ssoFailed, ssoNoRole, ssoDisabled } = page.wording.signIn;
  const reasons = new Map([
    ["failed", ssoFailed],
    ["no-role", ssoNoRole],
    ["disabled", ssoDisabled],
  ]);
  return reasons.get(new URLSearchParams(location.search).get("sso") ?? "");
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`#${id} is missing in the page`);
  return element;
}
