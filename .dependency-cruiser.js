const ours = "^(bot|knowledge|retrieval|rules|test)/";
const rule = (name, from, to) => ({ name, severity: "error", from, to });

export default {
  forbidden: [
    rule("knowledge-imports-nothing", { path: "^knowledge/" }, { path: ours, pathNot: "^knowledge/" }),
    rule(
      "retrieval-imports-knowledge",
      { path: "^retrieval/" },
      { path: ours, pathNot: ["^retrieval/", "^knowledge/index"] },
    ),
    rule(
      "rules-import-knowledge",
      { path: "^rules/" },
      { path: ours, pathNot: ["^rules/", "^knowledge/index"] },
    ),
    rule(
      "and-only-its-types",
      { path: "^rules/" },
      { path: "^knowledge/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "bot-by-the-front-door",
      { path: "^bot/" },
      { path: "^(knowledge|retrieval|rules)/", pathNot: "/index\\.ts$" },
    ),
    rule(
      "channels-apart",
      { path: "^bot/channels/([^/]+)/" },
      { path: "^bot/channels/[^/]+/", pathNot: "^bot/channels/$1/" },
    ),
    rule(
      "path-knows-no-channel",
      { path: "^bot/", pathNot: "^bot/(channels/|commands/|simulator/|web/|(main|app)\\.ts$)" },
      { path: "^bot/channels/", pathNot: "^bot/channels/(channel|settings)\\.ts$" },
    ),
    rule(
      "web-speaks-protocol",
      { path: "^bot/web/" },
      { path: ours, pathNot: "^bot/(web/|channels/[^/]+/protocol)" },
    ),
    rule("no-test-in-product", { pathNot: "^test/" }, { path: "^test/" }),
    rule("no-circular", {}, { circular: true }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js"] },
  },
};
