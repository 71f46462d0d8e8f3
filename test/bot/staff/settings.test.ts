import { describe, expect, it } from "vitest";
import { readConfig } from "../../../bot/config.ts";

const OIDC = {
  OIDC_ISSUER: "https://sso.example.gov.cn",
  OIDC_CLIENT_ID: "mingbai",
  OIDC_CLIENT_SECRET: "secret",
  PUBLIC_URL: "https://ask.example.gov.cn",
};

describe("the settings of the console", () => {
  it("are half an hour and no single sign-on where nothing is set", () => {
    expect(readConfig({}).staff).toEqual({ idleMs: 30 * 60_000, absoluteMs: 12 * 60 * 60_000 });
  });

  it("are read", () => {
    const { staff } = readConfig({ ...OIDC, STAFF_IDLE_MINUTES: "15", OIDC_ROLE_CLAIM: "roles" });
    expect(staff.idleMs).toBe(15 * 60_000);
    expect(staff.oidc).toMatchObject({ issuer: OIDC.OIDC_ISSUER, roleClaim: "roles" });
  });

  it.each([
    ["STAFF_IDLE_MINUTES", { STAFF_IDLE_MINUTES: "soon" }],
    ["STAFF_IDLE_MINUTES", { STAFF_IDLE_MINUTES: "0" }],
    ["OIDC_ISSUER", { ...OIDC, OIDC_ISSUER: "sso.example.gov.cn" }],
    ["OIDC_ISSUER", { ...OIDC, OIDC_ISSUER: "http://sso.example.gov.cn" }],
    ["OIDC_ISSUER", { ...OIDC, OIDC_ISSUER: "" }],
    ["OIDC_CLIENT_ID", { ...OIDC, OIDC_CLIENT_ID: "" }],
    ["OIDC_CLIENT_SECRET", { ...OIDC, OIDC_CLIENT_SECRET: "" }],
    ["OIDC_ISSUER", { OIDC_ROLE_CLAIM: "roles" }],
    ["PUBLIC_URL", { ...OIDC, PUBLIC_URL: "" }],
  ])("%s is named where it is wrong: %o", (name, environment) => {
    expect(() => readConfig(environment)).toThrow(name);
    expect(() => readConfig(environment)).not.toThrow(/OIDC_CLIENT_SECRET.*: "?secret/u);
  });

  it("an issuer on this machine may be http", () => {
    expect(readConfig({ ...OIDC, OIDC_ISSUER: "http://localhost:8080/realms/a" }).staff.oidc).toBeDefined();
  });
});
