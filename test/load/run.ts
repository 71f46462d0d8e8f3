/** `npm run load -- web|callbacks`: the built server under the load it is made for. */
import { loadCallbacks } from "./callbacks.ts";
import { loadWeb } from "./web.ts";

const parts = { web: loadWeb, callbacks: loadCallbacks };
const [name = "web"] = process.argv.slice(2);
const part = name in parts ? parts[name as keyof typeof parts] : undefined;
if (part) await part();
else {
  process.stderr.write(`There is no load “${name}”: ${Object.keys(parts).join(", ")}.\n`);
  process.exitCode = 1;
}
