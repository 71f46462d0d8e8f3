import { createCipheriv } from "node:crypto";
import { decrypt, encrypt, getSignature } from "@wecom/crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createEnvelope,
  isSigned,
  NO_RECEIVER,
  signatureOf,
  WxEnvelopeError,
  WxKeyError,
} from "../../../bot/channels/wx-crypto.ts";
import { readXml, textOf } from "../../../bot/channels/wx-xml.ts";

const AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const RECEIVER = "wx2c2769f8efd9abc2";
const envelope = createEnvelope({ aesKey: AES_KEY, receiver: RECEIVER });

describe("Tencent's published examples", () => {
  const wecom = { token: "QDG6eK", aesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C" };
  const corp = createEnvelope({ aesKey: wecom.aesKey, receiver: "wx5823bf96d3bd56c7" });

  it("企业微信: the check of the address", () => {
    const echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
    const parts = [wecom.token, "1409659589", "263014780", echo];
    expect(isSigned("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", parts)).toBe(true);
    expect(corp.open(echo)).toBe("1616140317555161061");
  });

  it("企业微信: a text, padded with more than AES itself pads", () => {
    const sealed =
      "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";
    const parts = [wecom.token, "1409659813", "1372623149", sealed];
    expect(isSigned("477715d11cdb4164915debcba66cb864d751f3e6", parts)).toBe(true);
    const message = readXml(corp.open(sealed));
    expect(textOf(message, "Content")).toBe("hello");
    expect(textOf(message, "MsgId")).toBe("4561255354251345929");
  });

  it("公众号: a text in the safe mode", () => {
    const sealed =
      "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=";
    const parts = ["spamtest", "1409735669", "1320562132", sealed];
    expect(isSigned("5d197aaffba7e9b25a30732f161a50dee96bd5fa", parts)).toBe(true);
    const message = readXml(envelope.open(sealed));
    expect(textOf(message, "Content")).toBe("abcdteT");
    expect(textOf(message, "MsgId")).toBe("6054768590064713728");
  });

  it("公众号: a message in Chinese", () => {
    const sealed = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";
    const other = createEnvelope({ aesKey: AES_KEY, receiver: "wxb11529c136998cb6" });
    expect(other.open(sealed)).toBe("我是中文abcd123");
    expect(decrypt(AES_KEY, sealed).id).toBe("wxb11529c136998cb6");
  });
});

describe("an envelope", () => {
  it("gives back what was put in, of 0 to 5,000 bytes, with every padding", () => {
    const lengths = Array.from({ length: 5001 }, (_, length) => length);
    for (const length of lengths) {
      const message = "明".repeat(length / 3) + "a".repeat(length % 3);
      expect(envelope.open(envelope.seal(message))).toBe(message);
    }
  });

  it("is read by an independent program, which it reads too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 500 }), (message) => {
        expect(decrypt(AES_KEY, envelope.seal(message))).toMatchObject({ message, id: RECEIVER });
        expect(envelope.open(encrypt(AES_KEY, message, RECEIVER))).toBe(message);
      }),
    );
  });

  it("is opened by its receiver only", () => {
    const sealed = envelope.seal("欠费会不会停电");
    for (const receiver of ["wx2c2769f8efd9abc3", `x${RECEIVER}`, RECEIVER.slice(1), NO_RECEIVER] as const)
      expect(() => createEnvelope({ aesKey: AES_KEY, receiver }).open(sealed)).toThrow(WxEnvelopeError);
    expect(() => envelope.open(encrypt(AES_KEY, "欠费会不会停电", ""))).toThrow(WxEnvelopeError);
  });

  it("may name nobody where the channel says so", () => {
    const nobody = createEnvelope({ aesKey: AES_KEY, receiver: NO_RECEIVER });
    expect(nobody.open(nobody.seal("{}"))).toBe("{}");
    expect(nobody.open(encrypt(AES_KEY, "{}", ""))).toBe("{}");
  });

  it("is refused with one and the same error, whatever is wrong", () => {
    const plain = (length: number, tail: Buffer) => {
      const head = Buffer.alloc(20);
      head.writeUInt32BE(length, 16);
      return Buffer.concat([head, tail]);
    };
    const padded = (count: number, value = count) => Buffer.alloc(count, value);
    const id = Buffer.from(RECEIVER);
    const wrong: Record<string, Buffer> = {
      "no padding": plain(0, Buffer.concat([id, Buffer.alloc(10)])),
      "padding beyond 32": plain(0, Buffer.concat([id, padded(42, 42)])),
      "padding of unequal bytes": plain(0, Buffer.concat([id, Buffer.alloc(9), padded(1, 10)])),
      "padding longer than the message": padded(16, 32),
      "nothing but padding": padded(32),
      "a length too long": plain(2 ** 32 - 1, Buffer.concat([id, padded(10)])),
      "a length too short": plain(0, Buffer.concat([Buffer.from("x"), id, padded(9)])),
      "bytes that are no text": plain(2, Buffer.concat([Buffer.from([0xff, 0xfe]), id, padded(8)])),
    };
    const [key, iv] = [
      Buffer.from(`${AES_KEY}=`, "base64"),
      Buffer.from(`${AES_KEY}=`, "base64").subarray(0, 16),
    ];
    const messages = Object.values(wrong).map((bytes) => {
      const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
      return Buffer.concat([cipher.update(bytes), cipher.final()]).toString("base64");
    });
    const whole = envelope.seal("问");
    const texts = [
      "",
      "=",
      "x",
      "不是密文",
      `${whole}=`,
      ` ${whole}`,
      whole.slice(0, -4),
      whole.replace(/=*$/u, ""),
    ];
    const errors = [...messages, ...texts].map((sealed) => {
      try {
        return envelope.open(sealed);
      } catch (error) {
        return String(error);
      }
    });
    expect(new Set(errors)).toEqual(new Set([String(new WxEnvelopeError())]));
  });

  it("needs a whole key and somebody it is for", () => {
    expect(() => createEnvelope({ aesKey: "", receiver: RECEIVER })).toThrow(WxKeyError);
    expect(() => createEnvelope({ aesKey: `${AES_KEY}=`, receiver: RECEIVER })).toThrow(WxKeyError);
    expect(() => createEnvelope({ aesKey: AES_KEY, receiver: "" })).toThrow(WxKeyError);
  });
});

describe("a signature", () => {
  const sealed = envelope.seal("<xml><MsgId>6054768590064713728</MsgId></xml>");
  const parts = ["token", "1655265600", "1320562132", sealed];

  it("is what an independent program signs", () => {
    expect(signatureOf(parts)).toBe(getSignature("token", "1655265600", "1320562132", sealed));
  });

  it("does not survive a changed bit of what is signed", () => {
    const signature = signatureOf(parts);
    const bytes = Buffer.from(sealed);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(isSigned(signature, [...parts.slice(0, 3), changed.toString("latin1")])).toBe(false);
    }
  });

  it("does not survive a changed bit of its own", () => {
    const bytes = Buffer.from(signatureOf(parts));
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(isSigned(changed.toString("latin1"), parts)).toBe(false);
    }
  });

  it("is wrong when it is empty, longer or in capitals", () => {
    const signature = signatureOf(parts);
    for (const wrong of ["", `${signature}0`, signature.slice(1), signature.toUpperCase()])
      expect(isSigned(wrong, parts)).toBe(false);
  });
});
