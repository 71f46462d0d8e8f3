/** What the page of the test does: connects, keeps what it hears, says what it is told to. */
import { type Activity, DirectLine, type DirectLineOptions } from "botframework-directlinejs";

export interface Client {
  connect(options: DirectLineOptions): void;
  /** @returns the id of the activity */
  say(text: string): Promise<string>;
  readonly heard: Activity[];
}

declare global {
  interface Window {
    client: Client;
  }
}

let line: DirectLine;
const heard: Activity[] = [];

window.client = {
  heard,
  connect: (options) => {
    line = new DirectLine(options);
    line.activity$.subscribe((activity) => heard.push(activity));
  },
  say: (text) =>
    new Promise((resolve, reject) => {
      line.postActivity({ type: "message", from: { id: "me" }, text }).subscribe(resolve, reject);
    }),
};
