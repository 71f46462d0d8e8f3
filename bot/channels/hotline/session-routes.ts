/** 登录与退出 */
import { type Context, Hono } from "hono";
import { z } from "zod";
import { clientAddress } from "../../client-address.ts";
import type { Desk } from "../../handle-turn.ts";
import { dropSessionCookie, sessionCookie, setSessionCookie } from "../../staff/cookies.ts";
import { isFromOurPage, refused, type StaffEnv, signedIn } from "../../staff/guard.ts";
import { closeSession, memberOf, type StaffMember, signedInAs } from "../../staff/sessions.ts";
import type { StaffSettings } from "../../staff/settings.ts";
import { signIn } from "../../staff/sign-in.ts";
import type { Site } from "../../staff/site.ts";
import { wording } from "../../wording.ts";
import type { ConsoleError, ConsoleSession, SignInRequest } from "./protocol.ts";

const MINUTE_MS = 60_000;
/** From one address; a whole office may share one. */
const SIGN_INS = { limit: 30, windowMs: 5 * MINUTE_MS };

const requestSchema = z.object({
  login: z.string().min(1).max(200),
  password: z.string().min(1).max(2000),
}) satisfies z.ZodType<SignInRequest>;

export function createSessionRoutes(desk: Desk, staff: StaffSettings, site: Site): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>();
  const guard = signedIn(desk, site, staff);
  const session = (member: StaffMember, token: string): ConsoleSession => signedInAs(member, token);

  // Asked when the page opens: that nobody is signed in is no error.
  app.get("/who", async (c) => {
    const token = sessionCookie(c, site);
    const member = token === undefined ? undefined : await memberOf(token, false, staff, desk);
    return token && member ? c.json(session(member, token)) : c.body(null, 204);
  });

  app.get("/session", guard, (c) => c.json(session(c.get("staff"), sessionCookie(c, site) ?? "")));

  app.post("/session", async (c) => {
    if (!isFromOurPage(c, site)) return refused(c, 403, "stale_page");
    const isAllowed = await desk.store.channelState.spend(
      `sign-in:${clientAddress(c, site.trustedProxies)}`,
      SIGN_INS,
      desk.now(),
    );
    if (!isAllowed) return refused(c, 429, "too_many");
    const body = requestSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return refused(c, 400, "bad_request");
    const result = await signIn({ ...body.data, before: sessionCookie(c, site) }, desk);
    if (result.kind === "wrong") return refused(c, 403, "wrong");
    if (result.kind === "locked") return locked(c, result.until - desk.now());
    setSessionCookie(c, site, result.token);
    return c.json(session(result.member, result.token));
  });

  app.delete("/session", guard, async (c) => {
    await closeSession(sessionCookie(c, site) ?? "", desk);
    dropSessionCookie(c, site);
    return c.body(null, 204);
  });

  app.delete("/sessions", guard, async (c) => {
    const { login } = c.get("staff");
    await desk.store.staff.closeSessions(login);
    await desk.store.staff.record({ at: desk.now(), login, action: "sign_out_everywhere", detail: "" });
    dropSessionCookie(c, site);
    return c.body(null, 204);
  });
  return app;
}

function locked(c: Context, waitMs: number) {
  const minutes = Math.max(1, Math.ceil(waitMs / MINUTE_MS));
  const message = wording.console.errors.locked.replace("{minutes}", String(minutes));
  c.header("retry-after", String(Math.ceil(waitMs / 1000)));
  return c.json({ error: { code: "locked", message } } satisfies ConsoleError, 429);
}
