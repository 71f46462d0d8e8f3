/** `mingbai staff …`: the accounts of those who use the console. */
import { isLogin, newAccount, normalLogin } from "../staff/accounts.ts";
import { hashPassword, passwordFault } from "../staff/passwords.ts";
import { isRole, ROLES, type Role } from "../staff/roles.ts";
import type { StaffAccount, StaffChange, Store } from "../store/index.ts";
import { wording } from "../wording.ts";
import { askPassword } from "./ask-password.ts";

export interface StaffOptions {
  readonly role?: string;
  readonly name?: string;
}

/** Whoever is at the command line of the server. */
const AT_THE_SERVER = "server";
const words = wording.staffCommands;

export async function runStaffAdd(login: string, options: StaffOptions, store: Store): Promise<number> {
  const { role = "operator", name = login } = options;
  const normal = normalLogin(login);
  if (!isLogin(normal)) return failed(words.badLogin);
  if (!isRole(role)) return failed(words.badRole(ROLES.join(", ")));
  if (await store.staff.account(normal)) return failed(words.taken(normal));
  const password = await newPassword(normal);
  if (password === undefined) return 1;
  const account = await newAccount({ login: normal, name, role, password }, Date.now());
  if (!(await store.staff.add(account))) return failed(words.taken(normal));
  return done(words.added(normal, roleName(role)), "account_added", normal, store);
}

export async function runStaffList(store: Store): Promise<number> {
  const accounts = await store.staff.accounts();
  process.stdout.write(accounts.length === 0 ? `${words.none}\n` : accounts.map(lineOf).join(""));
  return 0;
}

export async function runStaffPassword(login: string, store: Store): Promise<number> {
  const normal = normalLogin(login);
  if (!(await store.staff.account(normal))) return failed(words.unknown(normal));
  const password = await newPassword(normal);
  if (password === undefined) return 1;
  await store.staff.forgive(normal);
  return change(normal, { password: await hashPassword(password) }, words.passwordSet(normal), store);
}

export async function runStaffRole(login: string, role: string, store: Store): Promise<number> {
  if (!isRole(role)) return failed(words.badRole(ROLES.join(", ")));
  return change(normalLogin(login), { role }, words.roleSet(normalLogin(login), roleName(role)), store);
}

export function runStaffDisable(login: string, store: Store): Promise<number> {
  return change(normalLogin(login), { disabled: true }, words.disabled(normalLogin(login)), store);
}

export function runStaffEnable(login: string, store: Store): Promise<number> {
  return change(normalLogin(login), { disabled: false }, words.enabled(normalLogin(login)), store);
}

export async function runStaffUnlock(login: string, store: Store): Promise<number> {
  const normal = normalLogin(login);
  if (!(await store.staff.account(normal))) return failed(words.unknown(normal));
  await store.staff.forgive(normal);
  return done(words.unlocked(normal), "account_unlocked", normal, store);
}

async function change(login: string, changed: StaffChange, sentence: string, store: Store): Promise<number> {
  if (!(await store.staff.change(login, changed))) return failed(words.unknown(login));
  return done(sentence, "account_changed", `${login} ${Object.keys(changed).join(" ")}`, store);
}

async function newPassword(login: string): Promise<string | undefined> {
  const [password, again] = await askPassword([words.askPassword, words.askAgain]);
  if (password === undefined) return void failed(words.noPassword);
  const fault = passwordFault(password, login);
  if (fault !== undefined) return void failed(fault);
  if (again !== undefined && again !== password) return void failed(words.different);
  return password;
}

async function done(sentence: string, action: string, detail: string, store: Store): Promise<number> {
  await store.staff.record({ at: Date.now(), login: AT_THE_SERVER, action, detail });
  process.stdout.write(`${sentence}\n`);
  return 0;
}

function failed(sentence: string): 1 {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

function lineOf({ login, name, role, password, disabled }: StaffAccount): string {
  const notes = [disabled ? words.isDisabled : "", password === undefined ? words.isSso : ""];
  return `${[login, name, isRole(role) ? roleName(role) : role, ...notes.filter((note) => note !== "")].join("\t")}\n`;
}

function roleName(role: Role): string {
  return wording.console.roles[role];
}
