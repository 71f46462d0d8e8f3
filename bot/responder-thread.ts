/** What a thread of `responders.ts` runs. */
import { workerData } from "piscina";
import { type Answer, type Message, respond } from "./respond.ts";
import { createServices, type ServicesSettings } from "./services.ts";

const services = await createServices(workerData as ServicesSettings);

export function answer(message: Message): Promise<Answer> {
  return respond(message, services);
}
