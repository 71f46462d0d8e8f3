import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, describe, expect, it } from "vitest";
import {
  CallbackRefused,
  callbackRoutes,
  createGuard,
  queryOf,
  readBody,
  type SignedQuery,
  signedQueryOf,
} from "../../../bot/channels/wx-callback.ts";
import { signatureOf, WxEnvelopeError } from "../../../bot/channels/wx-crypto.ts";
import { readXml } from "../../../bot/channels/wx-xml.ts";
import { openStore } from "../../../bot/store/index.ts";
import { TEST_MOMENT } from "../../support/desk.ts";

const TOKEN = "mingbai";
const minutes = (count: number) => count * 60_000;

const store = await openStore({ dataDir: mkdtempSync(join(tmpdir(), "mingbai-guard-")) });
afterAll(() => store.close());
let channels = 0;

/** Of a channel of its own, so that tests do not share nonces. */
function guarded(token = TOKEN) {
  const channel = `wechat${channels++}`;
  return createGuard({ channel, token, now: () => TEST_MOMENT, state: store.channelState });
}

function signed(
  at = TEST_MOMENT,
  { token = TOKEN, nonce = "263014780", encrypted = [] as string[] } = {},
): SignedQuery {
  const timestamp = String(Math.floor(at / 1000));
  return { timestamp, nonce, signature: signatureOf([token, timestamp, nonce, ...encrypted]) };
}

describe("the guard", () => {
  it("lets in what Tencent signed just now", () => {
    for (const at of [-5, 0, 5].map((count) => TEST_MOMENT + minutes(count)))
      expect(() => guarded().verify(signed(at))).not.toThrow();
    expect(() => guarded().verify(signed(TEST_MOMENT, { encrypted: ["x"] }), "x")).not.toThrow();
  });

  it("keeps out what another token signed, what nobody signed, and what was signed for other words", () => {
    const forged = [
      signed(TEST_MOMENT, { token: "" }),
      signed(TEST_MOMENT, { token: "x" }),
      { ...signed(), nonce: "1" },
    ];
    for (const query of forged) expect(() => guarded().verify(query)).toThrow(CallbackRefused);
    expect(() => guarded().verify(signed(), "x")).toThrow(CallbackRefused);
    expect(() => guarded().verify(signed(TEST_MOMENT, { encrypted: ["x"] }))).toThrow(CallbackRefused);
  });

  it("keeps out what was signed more than five minutes before or after our clock", () => {
    for (const at of [-6, 6].map((count) => TEST_MOMENT + minutes(count)))
      expect(() => guarded().verify(signed(at))).toThrow(CallbackRefused);
  });

  it("lets the same message in again, as a platform sends it, but no other under its nonce", async () => {
    const guard = guarded();
    await guard.admit(signed(), "你好");
    await guard.admit(signed(), "你好");
    for (let times = 0; times < 3; times++)
      await expect(guard.admit(signed(), "冒充的话")).rejects.toThrow(CallbackRefused);
    await guard.admit(signed(TEST_MOMENT, { nonce: "263014781" }), "另一句");
  });

  it("is not to be had without a token", () => {
    expect(() => guarded("")).toThrow(/wechat.*token/u);
  });
});

describe("an address", () => {
  it("keeps the plus of base64, escaped or not", () => {
    for (const echo of ["a+b/c==", "a%2Bb%2Fc%3D%3D"])
      expect(queryOf(`http://x/?echostr=${echo}&nonce=1`).get("echostr")).toBe("a+b/c==");
  });

  it("that says something twice or cannot be read is refused", () => {
    for (const search of ["nonce=1&nonce=2", "nonce=%", "nonce=%FF"])
      expect(() => queryOf(`http://x/?${search}`)).toThrow(CallbackRefused);
  });

  it("is signed only with a timestamp, a nonce and a signature that can be Tencent's", () => {
    const { timestamp, nonce, signature } = signed();
    const query = { timestamp, nonce, signature };
    expect(signedQueryOf(new Map(Object.entries(query)), "signature")).toEqual(query);
    const wrong = [
      { timestamp: "" },
      { timestamp: "1e9" },
      { timestamp: "-1" },
      { timestamp: "9".repeat(400) },
      { nonce: "" },
      { nonce: "a:b" },
      { nonce: "1".repeat(10_000) },
      { signature: "" },
      { signature: signature.toUpperCase() },
    ];
    for (const change of wrong)
      expect(() => signedQueryOf(new Map(Object.entries({ ...query, ...change })), "signature")).toThrow(
        CallbackRefused,
      );
    expect(() => signedQueryOf(new Map(Object.entries(query)), "msg_signature")).toThrow(CallbackRefused);
  });
});

describe("what comes over the network", () => {
  const log: string[] = [];
  const routes = callbackRoutes((line) => log.push(line));
  routes.post("/body", async (c) => c.text(String((await readBody(c.req.raw, 20)).length)));
  routes.post("/envelope", () => {
    throw new WxEnvelopeError();
  });
  routes.post("/xml", () => {
    throw new Error(readXml("不是XML").name);
  });
  routes.post("/bug", () => {
    throw new Error("ours");
  });
  const app = new Hono().route("/channels/wechat", routes).onError((error, c) => c.text(error.message, 500));
  const post = (path: string, body: BodyInit) =>
    app.request(`/channels/wechat${path}`, {
      method: "POST",
      body,
      ...(body instanceof ReadableStream && { duplex: "half" }),
    });
  const stream = (chunks: number) =>
    new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let i = 0; i < chunks; i++) controller.enqueue(Buffer.from("12345"));
        controller.close();
      },
    });

  it("is read up to the limit, with or without its length told", async () => {
    expect(await (await post("/body", "1".repeat(20))).text()).toBe("20");
    expect((await post("/body", "1".repeat(21))).status).toBe(413);
    expect(await (await post("/body", stream(4))).text()).toBe("20");
    expect((await post("/body", stream(5))).status).toBe(413);
  });

  it("is refused where it is no text", async () => {
    expect((await post("/body", Buffer.from([0xc3, 0x28]))).status).toBe(400);
    expect((await post("/body", Buffer.from([0xcd, 0xa3, 0xb5, 0xe7]))).status).toBe(400);
  });

  it("is refused with a status alone, and the reason logged", async () => {
    log.length = 0;
    const refusals = [await post("/envelope", ""), await post("/xml", "")];
    expect(refusals.map(({ status }) => status)).toEqual([403, 400]);
    expect(await Promise.all(refusals.map((answer) => answer.text()))).toEqual(["", ""]);
    expect(log).toHaveLength(2);
    expect(log[0]).toContain("AES key");
  });

  it("is our fault where it is: the server's own handler tells it", async () => {
    const answer = await post("/bug", "");
    expect([answer.status, await answer.text()]).toEqual([500, "ours"]);
  });
});
