import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../../bot/app.ts";
import { createSingleSignOn } from "../../../bot/staff/oidc.ts";
import { DEFAULT_STAFF_SETTINGS } from "../../../bot/staff/settings.ts";
import { testDesk } from "../../support/desk.ts";
import { OIDC_CLIENT, type OidcServer, startOidcServer } from "../../support/oidc-server.ts";

const PUBLIC_URL = "http://mingbai.example";
const CALLBACK = `${PUBLIC_URL}/api/console/sso/callback`;

let desk: Awaited<ReturnType<typeof testDesk>>;
let app: ReturnType<typeof createApp>;
let server: OidcServer;
const logged: string[] = [];

beforeAll(async () => {
  desk = await testDesk();
  server = await startOidcServer(CALLBACK);
  const settings = { issuer: server.issuer, ...OIDC_CLIENT, roleClaim: "mingbai_role" };
  app = createApp(desk, (line) => logged.push(line), [], {
    staff: DEFAULT_STAFF_SETTINGS,
    publicUrl: PUBLIC_URL,
    sso: createSingleSignOn(settings, fetch),
  });
});
afterAll(() => server.close());

/** What a browser keeps of one site. */
class Jar {
  readonly #cookies = new Map<string, string>();

  keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const [name = "", value = ""] = pair.split("=");
      const isGone = attributes.some((attribute) => /max-age=0|1970/iu.test(attribute));
      if (isGone) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

const begin = async (jar: Jar) => {
  const response = jar.keep(await app.request("/api/console/sso", { headers: { cookie: jar.header } }));
  return response.headers.get("location") ?? "";
};

/** Through the issuer's pages, until it sends the browser back. */
const throughIssuer = async (address: string): Promise<string> => {
  const jar = new Jar();
  let next = address;
  for (let steps = 0; steps < 10 && !next.startsWith(CALLBACK); steps++) {
    const response = jar.keep(await fetch(next, { headers: { cookie: jar.header }, redirect: "manual" }));
    next = new URL(response.headers.get("location") ?? "", next).href;
  }
  return next;
};

const comeBack = async (address: string, jar: Jar) => {
  const { pathname, search } = new URL(address);
  return jar.keep(await app.request(`${pathname}${search}`, { headers: { cookie: jar.header } }));
};

const signIn = async (jar: Jar) => comeBack(await throughIssuer(await begin(jar)), jar);
const who = async (jar: Jar) => {
  const response = await app.request("/api/console/who", { headers: { cookie: jar.header } });
  return response.status === 200 ? ((await response.json()) as object) : undefined;
};

describe("the organisation's sign-in", () => {
  it("signs in whom the issuer names a role for, and makes the account", async () => {
    server.person = { sub: "u-1001", name: "赵坐席", mingbai_role: "operator" };
    const jar = new Jar();
    const response = await signIn(jar);
    expect(response.headers.get("location")).toBe("/console");
    expect(await who(jar)).toMatchObject({ login: "sso:u-1001", name: "赵坐席", role: "operator" });
  });

  it("follows the issuer where role or name change, and ends sessions of the role before", async () => {
    server.person = { sub: "u-1002", name: "钱某", mingbai_role: "operator" };
    const before = new Jar();
    await signIn(before);
    server.person = { sub: "u-1002", name: "钱督导", mingbai_role: ["editor", "supervisor", "gardener"] };
    const after = new Jar();
    await signIn(after);
    expect(await who(after)).toMatchObject({ name: "钱督导", role: "supervisor" });
    expect(await who(before)).toBeUndefined();
  });

  it.each([undefined, "gardener", "SUPERVISOR", { role: "operator" }])(
    "lets nobody in whose role is %o",
    async (role) => {
      server.person = { sub: "u-1003", name: "孙某", mingbai_role: role };
      const jar = new Jar();
      expect((await signIn(jar)).headers.get("location")).toBe("/console?sso=no-role");
      expect(await who(jar)).toBeUndefined();
    },
  );

  it("lets nobody in whose account is disabled here", async () => {
    server.person = { sub: "u-1004", name: "李某", mingbai_role: "operator" };
    await signIn(new Jar());
    await desk.store.staff.change("sso:u-1004", { disabled: true });
    const jar = new Jar();
    expect((await signIn(jar)).headers.get("location")).toBe("/console?sso=disabled");
    expect(await who(jar)).toBeUndefined();
  });

  it("asks with state, nonce and a challenge", async () => {
    const { searchParams } = new URL(await begin(new Jar()));
    expect(searchParams.get("code_challenge_method")).toBe("S256");
    for (const name of ["state", "nonce", "code_challenge"])
      expect(searchParams.get(name)?.length).toBeGreaterThan(20);
  });

  it.each([
    ["in a browser that began nothing", (address: string) => address, new Jar()],
    ["with another state", (address: string) => address.replace(/state=[^&]+/u, "state=another"), undefined],
    ["with another code", (address: string) => address.replace(/code=[^&]+/u, "code=another"), undefined],
    [
      "from another issuer",
      (address: string) => address.replace(/iss=[^&]+/u, "iss=https%3A%2F%2Fevil.example"),
      undefined,
    ],
    ["with a refusal", () => `${CALLBACK}?error=access_denied`, undefined],
  ])("is refused %s", async (_, changed, otherJar) => {
    server.person = { sub: "u-1005", name: "周某", mingbai_role: "operator" };
    const jar = new Jar();
    const address = changed(await throughIssuer(await begin(jar)));
    const response = await comeBack(address, otherJar ?? jar);
    expect(response.headers.get("location")).toBe("/console?sso=failed");
    expect(await who(otherJar ?? jar)).toBeUndefined();
  });

  it("takes a code once", async () => {
    server.person = { sub: "u-1006", name: "吴某", mingbai_role: "operator" };
    const jar = new Jar();
    const address = await throughIssuer(await begin(jar));
    expect((await comeBack(address, jar)).headers.get("location")).toBe("/console");
    expect((await comeBack(address, jar)).headers.get("location")).toBe("/console?sso=failed");
  });

  it("no password signs in an account of the issuer's", async () => {
    server.person = { sub: "u-1007", name: "郑某", mingbai_role: "operator" };
    await signIn(new Jar());
    const response = await app.request("/api/console/session", {
      method: "POST",
      headers: { "content-type": "application/json", origin: PUBLIC_URL },
      body: JSON.stringify({ login: "sso:u-1007", password: "" }),
    });
    expect(response.status).toBe(400);
  });

  it("says so where the issuer is away, and names the setting in the log", async () => {
    const settings = { issuer: "http://127.0.0.1:9", ...OIDC_CLIENT, roleClaim: "mingbai_role" };
    const alone = createApp(desk, (line) => logged.push(line), [], {
      staff: DEFAULT_STAFF_SETTINGS,
      publicUrl: PUBLIC_URL,
      sso: createSingleSignOn(settings, fetch),
    });
    expect((await alone.request("/api/console/sso")).headers.get("location")).toBe("/console?sso=failed");
    expect(logged.join("\n")).toContain("OIDC_ISSUER");
  });

  it("no secret stands in the log", () => {
    expect(logged.join("\n")).not.toMatch(/a secret between|eyJ/u);
  });
});
