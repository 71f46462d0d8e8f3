/** 变异 of activities and tokens. Seeded, so that what fails can be run again. */

export type Random = () => number;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ODD: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  " ",
  "\0",
  "\ud800",
  "停电",
  "a".repeat(2_000),
  "__proto__",
  "constructor",
  "'; DROP TABLE turn; --",
  "../../etc/passwd",
  "javascript:alert(1)",
  "https://evil.example/",
  "http://169.254.169.254/latest/meta-data",
  "<at>明白</at>",
  "$&$1$`",
  [],
  {},
  [[[[]]]],
  { id: {} },
  { type: "mention", text: "", mentioned: null },
];
const KEYS = [
  "id",
  "type",
  "text",
  "from",
  "conversation",
  "value",
  "entities",
  "name",
  "__proto__",
  "toString",
  "membersAdded",
];

/** An activity with one to four things in it changed, somewhere; sometimes no JSON any more. */
export function spoiltActivity(activity: object, random: Random): string {
  let spoilt = JSON.parse(JSON.stringify(activity)) as Json;
  for (let times = 1 + at(4, random); times > 0; times--) spoilt = spoiltAt(spoilt, random);
  const text = JSON.stringify(spoilt);
  return random() < 0.15 ? spoiltText(text, random) : text;
}

/** A token of which something is changed, not only how it is written. */
export function spoiltToken(token: string, others: readonly string[], random: Random): string {
  const parts = token.split(".");
  const index = at(3, random);
  const [header = "", claims = "", signature = ""] = parts;
  switch (at(7, random)) {
    case 0:
      return [header, claims, pick(others, random).split(".")[2] ?? ""].join(".");
    case 1:
      return [
        Buffer.from(JSON.stringify({ alg: pick(["none", "HS256", "RS512", ""], random) })).toString(
          "base64url",
        ),
        claims,
        signature,
      ].join(".");
    case 2:
      return [header, encoded(spoiltActivity(decoded(claims), random)), signature].join(".");
    case 3:
      return parts.toSpliced(index, 1).join(".");
    case 4:
      return parts.with(index, "").join(".");
    case 5:
      return parts.toReversed().join(".");
    default:
      return parts.with(index, flipped(parts[index] ?? "", random)).join(".");
  }
}

/** Whether both say the same to whoever decodes them: the last characters may hold unused bits. */
export function saysTheSame(one: string, other: string): boolean {
  const bytes = (token: string) =>
    token.split(".").map((part) => Buffer.from(part, "base64url").toString("hex"));
  return bytes(one).join(".") === bytes(other).join(".");
}

function spoiltAt(value: Json, random: Random): Json {
  if (random() < 0.2) return pick(ODD, random);
  if (Array.isArray(value)) {
    const index = at(value.length, random);
    return value.length === 0
      ? [pick(ODD, random)]
      : value.with(index, spoiltAt(value[index] ?? null, random));
  }
  if (typeof value === "string") return random() < 0.5 ? spoiltText(value, random) : pick(ODD, random);
  if (typeof value !== "object" || value === null) return pick(ODD, random);
  const entries = Object.entries(value);
  const index = at(entries.length, random);
  const [key, field] = entries[index] ?? ["x", null];
  const way = random();
  if (way < 0.15) return Object.fromEntries(entries.toSpliced(index, 1));
  if (way < 0.3 || entries.length === 0)
    return Object.fromEntries([...entries, [pick(KEYS, random), pick(ODD, random)]]);
  return Object.fromEntries(entries.with(index, [key, spoiltAt(field, random)]));
}

function spoiltText(text: string, random: Random): string {
  const index = at(text.length, random);
  const put = String.fromCharCode(at(random() < 0.5 ? 128 : 65_536, random));
  switch (at(4, random)) {
    case 0:
      return text.slice(0, index);
    case 1:
      return text.slice(0, index) + put + text.slice(index);
    case 2:
      return text.slice(0, index) + put + text.slice(index + 1);
    default:
      return text + text.slice(index);
  }
}

function flipped(part: string, random: Random): string {
  const bytes = Buffer.from(part, "base64url");
  const index = at(bytes.length, random);
  bytes[index] = (bytes[index] ?? 0) ^ (1 << at(8, random));
  return bytes.toString("base64url");
}

function decoded(part: string): object {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as object;
}

function encoded(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function at(length: number, random: Random): number {
  return Math.floor(random() * Math.max(1, length));
}

export function pick<T>(things: readonly T[], random: Random): T {
  return things[at(things.length, random)] as T;
}
