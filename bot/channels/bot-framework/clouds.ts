/** The clouds Bot Framework runs in: who signs for it, and where the bot's own tokens come from. */

export interface Cloud {
  /** Signs what the Bot Connector sends. */
  readonly issuer: string;
  readonly metadata: string;
  /** Where the bot signs in. */
  readonly login: string;
  /** The directory of multi-tenant bots. */
  readonly sharedTenant: string;
  readonly scope: string;
  /** Signs what the Emulator sends with the bot's own password. */
  readonly ownIssuers: (tenant: string) => readonly string[];
}

/** Microsoft's own directories, under which tokens of multi-tenant bots are issued. */
const MICROSOFT = ["d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"];

export const CLOUDS = {
  public: {
    issuer: "https://api.botframework.com",
    metadata: "https://login.botframework.com/v1/.well-known/openidconfiguration",
    login: "https://login.microsoftonline.com",
    sharedTenant: "botframework.com",
    scope: "https://api.botframework.com/.default",
    ownIssuers: (tenant) =>
      [tenant, ...MICROSOFT].flatMap((directory) => [
        `https://sts.windows.net/${directory}/`,
        `https://login.microsoftonline.com/${directory}/v2.0`,
      ]),
  },
  /** Azure operated by 21Vianet. */
  china: {
    issuer: "https://api.botframework.azure.cn",
    metadata: "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
    login: "https://login.partner.microsoftonline.cn",
    sharedTenant: "microsoftservices.partner.onmschina.cn",
    scope: "https://api.botframework.azure.cn/.default",
    ownIssuers: (tenant) => [
      `https://sts.chinacloudapi.cn/${tenant}/`,
      `https://login.partner.microsoftonline.cn/${tenant}/v2.0`,
    ],
  },
} as const satisfies Record<string, Cloud>;
