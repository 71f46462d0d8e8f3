/** A line to a server that loses what it is told to lose. */
import { connect, createServer, type Socket } from "node:net";

export interface LossyLine {
  readonly port: number;
  /** The next `count` commits: cut before they arrive, or before their answer comes back. */
  readonly loseCommits: (count: number, what: "request" | "answer") => void;
  readonly commitsToLose: () => number;
  /** Nothing gets through, and nobody is told. */
  readonly hang: (on: boolean) => void;
  /** Connections are refused, from the next commit cut on. */
  readonly refuseAfterLoss: (on: boolean) => void;
  readonly close: () => void;
}

export async function lossyLine(to: number): Promise<LossyLine> {
  let left = 0;
  let lose: "request" | "answer" = "request";
  let hanging = false;
  let refusing = false;
  let refused = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (refused) {
      near.destroy();
      return;
    }
    const far = connect(to, "127.0.0.1");
    let cut = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    near.on("data", (data) => {
      if (hanging) return;
      if (left > 0 && data.includes("commit")) {
        left--;
        refused = refusing;
        cut = true;
        if (lose === "request") {
          near.destroy();
          return;
        }
      }
      far.write(data);
    });
    far.on("data", (data) => {
      if (cut) near.destroy();
      else if (!hanging) near.write(data);
    });
    near.on("close", () => far.end());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    loseCommits: (count, what) => {
      left = count;
      lose = what;
    },
    commitsToLose: () => left,
    hang: (on) => {
      hanging = on;
    },
    refuseAfterLoss: (on) => {
      refusing = on;
      refused &&= on;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
