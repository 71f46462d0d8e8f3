/** Who takes over in a channel: the console's queue, the platform's own customer service, or a telephone number. */
export type PersonWay = "console" | "channel" | "telephone";
