/** 消息加解密：the signature and the AES envelope that 公众号 and 企业微信 share. */
import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 信封 */
export interface Envelope {
  readonly seal: (message: string) => string;
  /** @throws WxEnvelopeError whatever is wrong with it */
  readonly open: (encrypted: string) => string;
}

export interface EnvelopeKeys {
  /** EncodingAESKey, as the platform shows it. */
  readonly aesKey: string;
  /** receiveid: whose messages these are, the AppID or CorpID. */
  readonly receiver: string | typeof NO_RECEIVER;
}

/** For 智能机器人, whose envelopes name nobody. */
export const NO_RECEIVER = Symbol("no receiver");

/** 43 characters are 32 bytes in base64 without the last "=". */
export const AES_KEY = /^[A-Za-z0-9+/]{43}$/u;

/** One error for everything that may be wrong, so that nobody learns what. */
export class WxEnvelopeError extends Error {
  override readonly name = "WxEnvelopeError";
  constructor() {
    super("The envelope cannot be opened.");
  }
}

export class WxKeyError extends Error {
  override readonly name = "WxKeyError";
}

export function signatureOf(parts: readonly string[]): string {
  return createHash("sha1")
    .update([...parts].sort().join(""))
    .digest("hex");
}

/** In constant time. */
export function isSigned(signature: string, parts: readonly string[]): boolean {
  return timingSafeEqual(digestOf(signature), digestOf(signatureOf(parts)));
}

const IV_BYTES = 16;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
const HEAD_BYTES = RANDOM_BYTES + LENGTH_BYTES;
const AES_BLOCK = 16;
/** Tencent pads to blocks of 32, which OpenSSL's own unpadding refuses. */
const PAD_BLOCK = 32;

/** @throws WxKeyError */
export function createEnvelope(
  { aesKey, receiver }: EnvelopeKeys,
  random: (bytes: number) => Buffer = randomBytes,
): Envelope {
  if (!AES_KEY.test(aesKey)) throw new WxKeyError("An EncodingAESKey has 43 letters and digits.");
  if (receiver === "") throw new WxKeyError("An envelope needs the AppID or CorpID it is for.");
  const key = Buffer.from(`${aesKey}=`, "base64");
  const iv = key.subarray(0, IV_BYTES);
  const id = Buffer.from(receiver === NO_RECEIVER ? "" : receiver);

  return {
    seal: (message) => {
      const words = Buffer.from(message);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(words.length);
      const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
      const plain = padded(Buffer.concat([random(RANDOM_BYTES), length, words, id]));
      return Buffer.concat([cipher.update(plain), cipher.final()]).toString("base64");
    },
    open: (encrypted) => {
      const sealed = Buffer.from(encrypted, "base64");
      const isWhole = sealed.length > 0 && sealed.length % AES_BLOCK === 0;
      if (!isWhole || sealed.toString("base64") !== encrypted) throw new WxEnvelopeError();
      const decipher = createDecipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
      const plain = unpadded(Buffer.concat([decipher.update(sealed), decipher.final()]));
      const end = plain.length - id.length;
      const isAddressed = plain.length >= HEAD_BYTES && plain.readUInt32BE(RANDOM_BYTES) === end - HEAD_BYTES;
      if (!isAddressed || !plain.subarray(end).equals(id)) throw new WxEnvelopeError();
      return decoded(plain.subarray(HEAD_BYTES, end));
    },
  };
}

/** Of equal length whatever is compared. */
function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function padded(plain: Buffer): Buffer {
  const count = PAD_BLOCK - (plain.length % PAD_BLOCK);
  return Buffer.concat([plain, Buffer.alloc(count, count)]);
}

function unpadded(plain: Buffer): Buffer {
  const count = plain.at(-1) ?? 0;
  const isPadding = count >= 1 && count <= PAD_BLOCK && count <= plain.length;
  if (!isPadding || !plain.subarray(-count).equals(Buffer.alloc(count, count))) throw new WxEnvelopeError();
  return plain.subarray(0, -count);
}

function decoded(words: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(words);
  } catch {
    throw new WxEnvelopeError();
  }
}
