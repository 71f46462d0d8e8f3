/** 变异：genuine callbacks, spoilt in every way that comes to mind. Seeded, so that what fails can be run again. */
import type { Captured } from "./cases/case.ts";

type Random = () => number;
type Mutation = (request: Captured, random: Random, others: readonly Captured[]) => Captured;

export function mutated(request: Captured, random: Random, others: readonly Captured[]): Captured {
  const times = 1 + Math.floor(random() * 3);
  let spoilt = request;
  for (let i = 0; i < times; i++) spoilt = pick(MUTATIONS, random)(spoilt, random, others);
  return spoilt;
}

function pick<T>(things: readonly T[], random: Random): T {
  const thing = things[Math.floor(random() * things.length)];
  if (thing === undefined) throw new Error("nothing to pick from");
  return thing;
}

const at = (length: number, random: Random) => Math.floor(random() * Math.max(1, length));

const body =
  (change: (bytes: Buffer, random: Random) => Uint8Array): Mutation =>
  (request, random) => ({ ...request, body: change(Buffer.from(request.body), random) });

const text = (change: (words: string, random: Random) => string): Mutation =>
  body((bytes, random) => Buffer.from(change(bytes.toString(), random)));

const address =
  (change: (url: URL, random: Random, others: readonly Captured[]) => void): Mutation =>
  (request, random, others) => {
    const url = new URL(request.url);
    change(url, random, others);
    return { ...request, url: url.href };
  };

const parameter = (change: (name: string, url: URL, random: Random, others: readonly Captured[]) => void) =>
  address((url, random, others) => {
    const names = [...url.searchParams.keys()];
    if (names.length > 0) change(pick(names, random), url, random, others);
  });

/** Bytes, beyond what any channel takes. */
const LARGE = 2_000_000;

const WORDS = [
  "",
  "0",
  "-1",
  "9".repeat(400),
  "1e9",
  "NaN",
  "../../etc/passwd",
  "'; DROP TABLE turn; --",
  "\u0000",
  "\uFFFD",
  "停电",
  "__proto__",
  "<![CDATA[",
  "]]>",
  "%",
  "a".repeat(5000),
];

const TAGS = [
  "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
  "<!--",
  "<?php ?>",
  "&e;",
  "<a>".repeat(300),
  "]]>",
  "<![CDATA[",
  "<FromUserName>oX</FromUserName>",
  "<MsgId>1</MsgId>",
  "<MsgType><![CDATA[event]]></MsgType>",
  "<Encrypt><![CDATA[AAAA]]></Encrypt>",
  '{"encrypt":"AAAA"}',
  '"__proto__":{"x":1},',
  "\u0000",
  "\uFEFF",
];

const MUTATIONS: readonly Mutation[] = [
  // A bit, a byte, a piece gone, a piece twice, a piece in another order.
  body((bytes, random) => {
    const index = at(bytes.length, random);
    bytes[index] = (bytes[index] ?? 0) ^ (1 << at(8, random));
    return bytes;
  }),
  body((bytes, random) => {
    for (let i = at(20, random); i >= 0; i--) bytes[at(bytes.length, random)] = at(256, random);
    return bytes;
  }),
  body((bytes, random) => bytes.subarray(0, at(bytes.length, random))),
  body((bytes, random) => bytes.subarray(at(bytes.length, random))),
  body((bytes, random) => {
    const [from, to] = [at(bytes.length, random), at(bytes.length, random)].sort((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  }),
  body((bytes, random) => {
    const middle = at(bytes.length, random);
    return Buffer.concat([bytes.subarray(middle), bytes.subarray(0, middle)]);
  }),
  // Something put in, a field twice or under another name, other digits, other capitals.
  text((words, random) => {
    const index = at(words.length, random);
    return words.slice(0, index) + pick(TAGS, random) + words.slice(index);
  }),
  text((words, random) => {
    const fields = words.match(/<(\w+)>.*?<\/\1>|"\w+":"[^"]*"/gsu) ?? [words];
    const field = pick(fields, random);
    return random() < 0.5 ? words.replace(field, field + field) : words.replace(field, "");
  }),
  text((words, random) =>
    words.replaceAll(pick(["Encrypt", "encrypt", "MsgId", "Content", "xml"], random), "Other"),
  ),
  text((words, random) => words.replace(/\d+/u, pick(WORDS, random))),
  text((words) => words.toLowerCase()),
  text((words, random) => words.replaceAll(/[+/=]/gu, () => pick(["+", "/", "=", " ", "-", "_"], random))),
  // Huge, empty, in another encoding.
  body((bytes, random) =>
    random() < 0.02 ? Buffer.alloc(LARGE, bytes.length > 0 ? bytes : "x") : Buffer.alloc(0),
  ),
  body((bytes) => Buffer.from(bytes.toString(), "utf16le")),
  body((bytes) => Buffer.from(bytes.toString("base64"))),
  body((bytes) => Buffer.from([0xff, 0xfe, ...bytes])),
  // Somebody else's words under this signature, this signature over somebody else's words.
  (request, random, others) => ({ ...request, body: pick(others, random).body }),
  (request, random, others) => ({ ...request, url: pick(others, random).url }),
  (request, random, others) => ({ ...request, headers: pick(others, random).headers }),
  // Parameters and headers.
  parameter((name, { searchParams }) => searchParams.delete(name)),
  parameter((name, { searchParams }, random) => searchParams.set(name, pick(WORDS, random))),
  parameter((name, { searchParams }) => searchParams.append(name, searchParams.get(name) ?? "")),
  parameter((name, { searchParams }, random, others) =>
    searchParams.set(name, new URL(pick(others, random).url).searchParams.get(name) ?? ""),
  ),
  parameter((name, { searchParams }, random) => {
    const other = pick([...searchParams.keys()], random);
    const [mine, theirs] = [searchParams.get(name) ?? "", searchParams.get(other) ?? ""];
    searchParams.set(name, theirs);
    searchParams.set(other, mine);
  }),
  address((url) => {
    url.search = `${url.search}&x=%E5%81%9C%FF%`;
  }),
  (request, random) => {
    const names = Object.keys(request.headers);
    return names.length === 0
      ? request
      : {
          ...request,
          headers: {
            ...request.headers,
            [pick(names, random)]: pick(["", "0", "text/plain", "x".repeat(2000)], random),
          },
        };
  },
];
