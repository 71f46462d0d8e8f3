/** 配置：the only reader of the environment. What is wrong stops the start and says what to do. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../knowledge/index.ts";
import { type ChannelSettings, readChannelSettings } from "./channels/settings.ts";
import { readStaffSettings, type StaffSettings } from "./staff/settings.ts";
import { defaultWebSettings, type WebSettings } from "./web-settings.ts";

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

function limitOf(preset: number) {
  return z.coerce.number().int().min(0).max(1_000_000).default(preset);
}

function isOrigin(site: string): boolean {
  return site === "*" || (URL.canParse(site) && new URL(site).origin === site);
}

/** More of them than processors gain nothing, and each takes some 200 MB. */
const MOST_RESPONDERS = 4;

function respondersFor(processors: number): number {
  return processors > 1 ? Math.min(processors, MOST_RESPONDERS) : 0;
}

const schema = z.object({
  /** TCP port of the server. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Address to listen on. */
  HOST: z.string().min(1).default("0.0.0.0"),
  /** A folder with an ONNX sentence encoder, or a hub id; the model of this repository where it is not set. */
  EMBEDDING_MODEL: z.string().min(1).optional(),
  /** `mean` or `cls`, as the model's authors say. */
  EMBEDDING_POOLING: z.enum(["mean", "cls"]).default("mean"),
  /** The hub a model id is fetched from. */
  HF_ENDPOINT: z.url().optional(),
  /** Where the index, fetched models and, without a DATABASE_URL, the conversations are kept. */
  DATA_DIR: z.string().min(1).optional(),
  /** A PostgreSQL server to keep conversations in; a file in DATA_DIR where it is not set. */
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/u, error: "must be postgres://… or postgresql://…" })
    .optional(),
  /** Threads that work out answers beside the one that listens; 0: that one does. */
  RESPONDERS: z.coerce.number().int().min(0).max(64).default(respondersFor(availableParallelism())),
  /** A second server stands by, loaded, and takes over when the first ends. */
  STANDBY: z.enum(["0", "1"]).default("0"),
  /** Days that conversations, receipts and unanswered questions are kept; 0: for ever. */
  RETENTION_DAYS: z.coerce.number().int().min(0).max(36_500).default(180),
  /** The address owners know, for the QR codes of cards; that of the request where it is not set. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/u, error: "must be https://… or http://…" })
    .transform((url) => url.replace(/\/+$/u, ""))
    .optional(),
  /** How many proxies of yours stand before the server: their X-Forwarded-For is believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(defaultWebSettings.trustedProxies),
  /** Sites that may carry the widget, separated by blanks; `*`: any. */
  WIDGET_ORIGINS: z
    .string()
    .default("*")
    .transform((sites) => sites.split(/[\s,]+/u).filter((site) => site !== ""))
    .refine((sites) => sites.every(isOrigin), {
      error: "must be * or origins such as https://www.example.gov.cn, without a path, separated by blanks",
    }),
  /** Messages a minute in one conversation; 0: no limit. */
  RATE_PER_CONVERSATION: limitOf(defaultWebSettings.limits.perConversation),
  /** Messages a minute from one address, which a whole office may share; 0: no limit. */
  RATE_PER_ADDRESS: limitOf(defaultWebSettings.limits.perAddress),
  /** Receipts looked up in vain an hour from one address; 0: no limit. */
  RATE_VAIN_RECEIPTS: limitOf(defaultWebSettings.limits.vainReceipts),
  /** What /metrics asks for as a bearer token; it is open where this is not set. */
  METRICS_TOKEN: z.string().min(16, "must have 16 characters or more").optional(),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly model: string;
  readonly pooling: "mean" | "cls";
  readonly hub?: string;
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly retentionDays: number;
  readonly responders: number;
  readonly standby: boolean;
  readonly web: WebSettings;
  readonly staff: StaffSettings;
  readonly channels: ChannelSettings;
}

/** @throws ConfigError naming each setting that is wrong */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const checked = schema.safeParse(set);
  const channels = readChannelSettings(set);
  const staff = readStaffSettings(set, set["PUBLIC_URL"]);
  const others = [...channels.problems, ...staff.problems];
  if (!checked.success || others.length > 0) {
    const problems = [...(checked.success ? [] : [z.prettifyError(checked.error)]), ...others];
    throw new ConfigError(`The settings are not usable.\n${problems.join("\n")}\nSee .env.example.`);
  }
  const { PORT, HOST, EMBEDDING_MODEL, EMBEDDING_POOLING, HF_ENDPOINT, DATA_DIR } = checked.data;
  const { DATABASE_URL, RETENTION_DAYS, RESPONDERS, STANDBY } = checked.data;
  return {
    port: PORT,
    host: HOST,
    model: EMBEDDING_MODEL ?? join(packageRoot(), "retrieval", "model"),
    pooling: EMBEDDING_POOLING,
    ...(HF_ENDPOINT !== undefined && { hub: HF_ENDPOINT }),
    dataDir: DATA_DIR ?? join(packageRoot(), "data"),
    ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }),
    retentionDays: RETENTION_DAYS,
    responders: RESPONDERS,
    standby: STANDBY === "1",
    web: webSettingsOf(checked.data),
    staff: staff.settings,
    channels: channels.settings,
  };
}

function webSettingsOf(checked: z.infer<typeof schema>): WebSettings {
  const { PUBLIC_URL, TRUST_PROXY, WIDGET_ORIGINS, METRICS_TOKEN } = checked;
  return {
    trustedProxies: TRUST_PROXY,
    limits: {
      perConversation: checked.RATE_PER_CONVERSATION,
      perAddress: checked.RATE_PER_ADDRESS,
      vainReceipts: checked.RATE_VAIN_RECEIPTS,
    },
    ...(PUBLIC_URL !== undefined && { publicUrl: PUBLIC_URL }),
    ...(!WIDGET_ORIGINS.includes("*") && { widgetSites: WIDGET_ORIGINS }),
    ...(METRICS_TOKEN !== undefined && { metricsToken: METRICS_TOKEN }),
  };
}
