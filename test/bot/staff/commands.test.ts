import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isPassword } from "../../../bot/staff/passwords.ts";
import { openStore, type Store } from "../../../bot/store/index.ts";
import { mingbai } from "../../support/command-line.ts";

const PASSWORD = "窗台上的三盆薄荷草都绿了";
const dataDir = mkdtempSync(join(tmpdir(), "mingbai-staff-commands-"));
let store: Store;
beforeAll(async () => {
  store = await openStore({ dataDir });
  return () => store.close();
});

const staff = (args: readonly string[], input = "") =>
  mingbai(["staff", ...args], input, { DATA_DIR: dataDir });

describe("mingbai staff", () => {
  it("says how to begin where there is nobody", async () => {
    expect(await staff(["list"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("mingbai staff add"),
    });
  });

  it.each([
    ["too short", "wang", "eleven char", "至少12个字符"],
    ["made of few characters", "wang", "abababababababab", "不同的字符太少"],
    ["with the login in it", "wang", "my name is Wang!!", "密码里不能有账号名"],
    ["absent", "wang", "", "没有收到密码"],
    ["fit, for a login that is none", "王", PASSWORD, "账号只能用"],
  ])("refuses a password that is %s, and makes no account", async (_, login, password, reason) => {
    const { code, err } = await staff(["add", login], `${password}\n`);
    expect(code).toBe(1);
    expect(err).toContain(reason);
    expect(await store.staff.accounts()).toEqual([]);
  });

  it("makes an account whose password is kept as an argon2id hash alone, and says what to do next", async () => {
    const { code, out, err } = await staff(
      ["add", "Wang", "--role", "editor", "--name", "王编辑"],
      `${PASSWORD}\n`,
    );
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toContain("/console");
    const [account] = await store.staff.accounts();
    expect(account).toMatchObject({ login: "wang", role: "editor", name: "王编辑", disabled: false });
    expect(account?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    expect(await isPassword(PASSWORD, account?.password)).toBe(true);
    expect(out + err).not.toContain(PASSWORD);
  });

  it("does not make it twice", async () => {
    const { code, err } = await staff(["add", "wang"], `${PASSWORD}\n`);
    expect(code).toBe(1);
    expect(err).toContain("mingbai staff password wang");
  });

  it("changes, disables, enables and unlocks it", async () => {
    const account = () => store.staff.account("wang");
    await staff(["role", "wang", "supervisor"]);
    expect(await account()).toMatchObject({ role: "supervisor" });
    await staff(["disable", "wang"]);
    expect(await account()).toMatchObject({ disabled: true });
    expect((await staff(["list"])).out).toContain("已停用");
    await staff(["enable", "wang"]);
    expect(await account()).toMatchObject({ disabled: false });
    await staff(["password", "wang"], "另外一句毫不相干的很长的话\n");
    expect(await isPassword(PASSWORD, (await account())?.password)).toBe(false);
    const never = { wait: () => 1e12, forgetMs: 1e12 };
    await store.staff.attempt("wang", Date.now(), never);
    expect((await store.staff.attempt("wang", Date.now(), never)).lockedUntil).toBeDefined();
    await staff(["unlock", "wang"]);
    expect((await store.staff.attempt("wang", Date.now(), never)).lockedUntil).toBeUndefined();
  });

  it.each([
    ["role", "nobody", "editor"],
    ["disable", "nobody"],
    ["unlock", "nobody"],
    ["password", "nobody"],
  ])("%s of somebody unknown says so", async (...args) => {
    const { code, err } = await staff(args, `${PASSWORD}\n`);
    expect(code).toBe(1);
    expect(err).toContain("没有账号 nobody");
  });

  it("names the roles where one is none", async () => {
    expect((await staff(["role", "wang", "boss"])).err).toContain("operator, supervisor, editor");
  });

  it("leaves on record what was done, without the password", async () => {
    const actions = JSON.stringify(await store.staff.actions());
    for (const action of ["account_added", "account_changed", "account_unlocked"])
      expect(actions).toContain(action);
    expect(actions).not.toContain(PASSWORD);
  });
});
