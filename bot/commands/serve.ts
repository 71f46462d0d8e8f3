/** `mingbai serve`: listens until it is told to stop, then finishes what it is doing. */
import { serve } from "@hono/node-server";
import { createApp } from "../app.ts";
import type { Services } from "../ask.ts";
import type { Config } from "../config.ts";

export async function runServe(config: Config, services: Services): Promise<void> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const server = serve(
    { fetch: createApp(services, log).fetch, port: config.port, hostname: config.host },
    ({ port }) => {
      log(`明白 is listening on http://localhost:${port} (${services.knowledge.notice.documentNumber})`);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE"
          ? `Port ${config.port} is taken. Set PORT to another, or stop what holds it.`
          : error.message;
      reject(new Error(reason));
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => server.close(() => resolve()));
    }
  });
}
