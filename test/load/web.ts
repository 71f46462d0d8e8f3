/** `npm run load -- web`: 500 open chats, 50 messages a second for 5 minutes; or as many as CHATS, RATE and DURATION say. */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJourneys } from "../support/journeys.ts";
import { arrive, report } from "./arrivals.ts";
import { freePort, startServer } from "./server.ts";

const { CHATS = "500", RATE = "50", DURATION = "300" } = process.env;
const chats = Number(CHATS);

const scripts = readJourneys().map(({ turns }) => turns.map(({ owner }) => owner));
/** A browser keeps its connection open between messages. */
const browsers = Array.from({ length: chats }, () => new Agent({ keepAlive: true, maxSockets: 1 }));

export async function loadWeb(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "mingbai-load-"));
  const server = await startServer(await freePort(), { DATA_DIR: dataDir, TRUST_PROXY: "1" });
  const memory: number[] = [];
  const outcome = await arrive({
    perSecond: Number(RATE),
    seconds: Number(DURATION),
    send: (index) => say(server.address, index % chats, Math.floor(index / chats)),
    eachSecond: (second) => {
      if (second % 15 === 0) memory.push(server.residentMiB());
    },
  });
  memory.push(server.residentMiB());
  await server.stop();
  rmSync(dataDir, { recursive: true });
  for (const browser of browsers) browser.destroy();
  process.stdout.write(`${report(`${chats} chats, ${RATE} messages a second`, outcome)}\n`);
  process.stdout.write(`resident, MiB every 15 s: ${memory.join(" ")}\n`);
}

function say(address: string, chat: number, turn: number): Promise<void> {
  const script = scripts[chat % scripts.length] ?? [];
  const body = JSON.stringify({
    conversation: `load-${chat}-${Math.floor(turn / script.length)}`,
    message: `${chat}-${turn}`,
    text: script[turn % script.length],
  });
  return new Promise((resolve, reject) => {
    const sent = request(`${address}/api/chat`, {
      method: "POST",
      agent: browsers[chat] as Agent,
      headers: {
        "content-type": "application/json",
        "x-forwarded-for": `10.0.${Math.floor(chat / 250)}.${1 + (chat % 250)}`,
      },
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const answer = Buffer.concat(parts).toString();
        if (response.statusCode === 200 && answer.includes('"outcome"')) resolve();
        else reject(new Error(`${response.statusCode}: ${answer.slice(0, 200)}`));
      });
    });
    sent.end(body);
  });
}
