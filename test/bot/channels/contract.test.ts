import { CASES } from "./cases/index.ts";
import { describeChannel } from "./contract.ts";

for (const channel of CASES) describeChannel(channel);
