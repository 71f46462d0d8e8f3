import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runStaffDisable, runStaffEnable, runStaffUnlock } from "../../../bot/commands/staff.ts";
import { isLogin } from "../../../bot/staff/accounts.ts";
import { isPassword, passwordFault } from "../../../bot/staff/passwords.ts";
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

  it("refuses a password that is none, and makes no account", async () => {
    const { code, err } = await staff(["add", "wang"], "eleven char\n");
    expect(code).toBe(1);
    expect(err).toContain("至少12个字符");
    expect((await staff(["add", "wang"])).err).toContain("没有收到密码");
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

  it("changes its role, disables and unlocks it, gives it another password", async () => {
    const account = () => store.staff.account("wang");
    const never = { wait: () => 1e12, forgetMs: 1e12 };
    await store.staff.attempt("wang", Date.now(), never);
    expect((await store.staff.attempt("wang", Date.now(), never)).lockedUntil).toBeDefined();
    await staff(["role", "wang", "supervisor"]);
    await runStaffDisable("wang", store);
    await runStaffUnlock("wang", store);
    expect(await account()).toMatchObject({ role: "supervisor", disabled: true });
    expect((await store.staff.attempt("wang", Date.now(), never)).lockedUntil).toBeUndefined();
    expect((await staff(["list"])).out).toContain("已停用");
    await runStaffEnable("wang", store);
    await staff(["password", "wang"], "另外一句毫不相干的很长的话\n");
    expect(await account()).toMatchObject({ disabled: false });
    expect(await isPassword(PASSWORD, (await account())?.password)).toBe(false);
  });

  it("says so where there is no such account or role", async () => {
    expect(await runStaffDisable("nobody", store)).toBe(1);
    expect((await staff(["role", "wang", "boss"])).err).toContain("operator, supervisor, editor");
  });

  it("leaves on record what was done, without the password", async () => {
    const actions = JSON.stringify(await store.staff.actions());
    for (const action of ["account_added", "account_changed", "account_unlocked"])
      expect(actions).toContain(action);
    expect(actions).not.toContain(PASSWORD);
  });
});

it.each([
  ["eleven char", "至少12个字符"],
  ["abababababababab", "不同的字符太少"],
  ["my name is Wang!!", "密码里不能有账号名"],
  ["x".repeat(300), "不能超过256个字符"],
  [PASSWORD, undefined],
])("of the password %s it is said: %s", (password, fault) => {
  const said = passwordFault(password, "wang");
  expect(said === undefined).toBe(fault === undefined);
  expect(said ?? "").toContain(fault ?? "");
});

it.each(["wang", "zhang.wei", "li-na@example.gov.cn", "a1b"])("%s is a login", (login) => {
  expect(isLogin(login)).toBe(true);
});

it.each(["王", "ab", ".wang", "wang ", "sso:1", "a".repeat(65)])("%s is no login", (login) => {
  expect(isLogin(login)).toBe(false);
});
