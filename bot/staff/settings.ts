/** 坐席登录配置 */
import { z } from "zod";

const MINUTE_MS = 60_000;

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/u;

/** What is said to it in the clear can be changed on the way. */
function isIssuer(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}

const schema = z
  .object({
    /** Minutes without doing anything after which staff sign in again. */
    STAFF_IDLE_MINUTES: z.coerce.number().int().min(1).max(720).default(30),
    /** The issuer of the organisation's single sign-on. */
    OIDC_ISSUER: z
      .string()
      .refine(
        isIssuer,
        "OIDC_ISSUER must be the https:// address of the issuer (http:// on this machine alone)",
      )
      .optional(),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    /** The claim that names a person's role here: operator, supervisor or editor. */
    OIDC_ROLE_CLAIM: z.string().min(1).optional(),
  })
  .superRefine((settings, context) => {
    const set = Object.entries(settings).filter(
      ([key, value]) => key.startsWith("OIDC_") && value !== undefined,
    );
    if (set.length === 0) return;
    for (const name of ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const) {
      if (settings[name] !== undefined) continue;
      const message = `${name} is needed too: single sign-on needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET. Set it, or remove the other OIDC_ settings.`;
      context.addIssue({ code: "custom", path: [name], message });
    }
  });

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly roleClaim: string;
}

export interface StaffSettings {
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly oidc?: OidcSettings;
}

const ABSOLUTE_MS = 12 * 60 * MINUTE_MS;
const ROLE_CLAIM = "mingbai_role";

export const DEFAULT_STAFF_SETTINGS: StaffSettings = { idleMs: 30 * MINUTE_MS, absoluteMs: ABSOLUTE_MS };

/** @param publicUrl where the organisation's server sends people back to */
export function readStaffSettings(
  environment: Readonly<Record<string, string | undefined>>,
  publicUrl: string | undefined,
): { readonly settings: StaffSettings; readonly problems: readonly string[] } {
  const checked = schema.safeParse(environment);
  if (!checked.success) {
    return { settings: DEFAULT_STAFF_SETTINGS, problems: [z.prettifyError(checked.error)] };
  }
  const { STAFF_IDLE_MINUTES, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLE_CLAIM } =
    checked.data;
  const settings = { idleMs: STAFF_IDLE_MINUTES * MINUTE_MS, absoluteMs: ABSOLUTE_MS };
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) {
    return { settings, problems: [] };
  }
  if (publicUrl === undefined) {
    const problem =
      "PUBLIC_URL is needed with OIDC_ISSUER: the address browsers reach this server under, such as https://ask.example.gov.cn.";
    return { settings, problems: [problem] };
  }
  const oidc = {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    roleClaim: OIDC_ROLE_CLAIM ?? ROLE_CLAIM,
  };
  return { settings: { ...settings, oidc }, problems: [] };
}
