/** The process: reads the command line and the environment, makes the services, runs one command. */
import cluster from "node:cluster";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { KnowledgeError, readKnowledge } from "../knowledge/index.ts";
import { ModelError } from "../retrieval/index.ts";
import { INDUSTRIES, RuleError } from "../rules/index.ts";
import type { AskOptions } from "./commands/ask.ts";
import type { BenchOptions, BenchPart } from "./commands/bench/index.ts";
import type { ChatOptions } from "./commands/chat.ts";
import type { CheckOptions } from "./commands/check.ts";
import type { EvaluateOptions } from "./commands/evaluate.ts";
import type { FactsOptions } from "./commands/facts.ts";
import type { SimulateOptions } from "./commands/simulate.ts";
import type { SizeOptions } from "./commands/size.ts";
import type { StaffOptions } from "./commands/staff.ts";
import type { UnansweredOptions } from "./commands/unanswered.ts";
import type { WechatMenuOptions } from "./commands/wechat-menu.ts";
import { ConfigError, readConfig } from "./config.ts";
import { assessorFor, createServices } from "./services.ts";
import type { Settings } from "./simulator/platform.ts";
import type { Store } from "./store/index.ts";
import { StoreError } from "./store/store-error.ts";
import { todayInShanghai } from "./today.ts";

// Commands are loaded when they are called: answering one question should not wait for the server or the benchmark.
const program = new Command("mingbai")
  .description(
    "明白：用通知原文回答中小微企业的问题\nAnswers from a government notice, clause by clause, word for word.",
  )
  .showHelpAfterError("（加 --help 看用法 / add --help for usage）");

program
  .command("ask")
  .description("问一句，答一句 / answer one question")
  .argument("[question]", "要问的话 / the question")
  .option("--jsonl", "逐行读写JSON对象 / one JSON object a line in, one a line out")
  .option("--explain", "列出各通道得分 / show where the score comes from")
  .option("--markdown", "用Markdown排版 / as Markdown")
  .option("--as-of <date>", "按哪一天判断，YYYY-MM-DD / the date judged for", isoDate)
  .action(async (question: string | undefined, options: AskOptions) => {
    const { runAsk } = await import("./commands/ask.ts");
    process.exitCode = await runAsk(question, options, await createServices(readConfig(process.env)));
  });

program
  .command("chat")
  .description("在终端里对话 / a conversation in the terminal")
  .option("--jsonl", "逐行读写JSON对象 / one JSON object a line in, one a line out")
  .option("--as-of <date>", "按哪一天判断，YYYY-MM-DD / the date judged for", isoDate)
  .action(async (options: ChatOptions) => {
    const { runChat } = await import("./commands/chat.ts");
    const { openDesk } = await import("./desk.ts");
    const desk = await openDesk(readConfig(process.env));
    await runChat(options, desk);
    await desk.store.close();
  });

program
  .command("replay")
  .description("按回执码再给出同一答复 / the same answer again, by its receipt")
  .argument("<receipt>", "回执码 / the receipt code")
  .action(async (receipt: string) => {
    const { runReplay } = await import("./commands/replay.ts");
    const { openDesk } = await import("./desk.ts");
    const desk = await openDesk(readConfig(process.env));
    process.exitCode = await runReplay(receipt, desk);
    await desk.store.close();
  });

program
  .command("unanswered")
  .description("没有答上的问题，供维护说法的人看 / what was not answered, newest first")
  .option("--jsonl", "逐行JSON对象 / one JSON object a line")
  .option("--days <number>", "只看最近几天 / only the last days", positiveInteger)
  .option("--reason <reason>", "near_miss, far, empty, ambiguous, handover, misheard, unresolved")
  .action(async (options: UnansweredOptions) => {
    const { runUnanswered } = await import("./commands/unanswered.ts");
    const { openStore } = await import("./store/index.ts");
    const store = await openStore(readConfig(process.env));
    await runUnanswered(options, store, readKnowledge().notice);
    await store.close();
  });

program
  .command("facts")
  .description("从一句话里听出事实 / the facts told in a sentence")
  .argument("[text]", "一句话 / a sentence")
  .option("--jsonl", "逐行读写JSON对象 / one JSON object a line in, one a line out")
  .option(
    "--as-of <date>",
    "“年底”“下个月”从哪一天算，YYYY-MM-DD / the day relative dates are meant from",
    isoDate,
  )
  .action(async (text: string | undefined, options: FactsOptions) => {
    const { runFacts } = await import("./commands/facts.ts");
    process.exitCode = await runFacts(text, options, todayInShanghai);
  });

program
  .command("size")
  .description("企业划型：大型、中型、小型、微型 / enterprise size by the 2011 standard")
  .option("--jsonl", "逐行读写JSON对象 / one JSON object a line in, one a line out")
  .option("--industry <key>", `行业 / industry: ${Object.keys(INDUSTRIES).join(", ")}`)
  .option("--employees <number>", "从业人员，人；可写5-10 / persons; 5-10 for a range")
  .option("--revenue <number>", "营业收入，万元一年 / 万元 a year")
  .option("--assets <number>", "资产总额，万元 / 万元")
  .action(async (options: SizeOptions) => {
    const { runSize } = await import("./commands/size.ts");
    process.exitCode = await runSize(options, assessorFor(readKnowledge()));
  });

program
  .command("check")
  .description("资格判断：每个条款符合不符合 / the verdict of every clause for an owner's facts")
  .option("--jsonl", "逐行读写JSON对象 / one JSON object a line in, one a line out")
  .option("--facts <file>", "事实的JSON文件 / a JSON file of facts")
  .option("--as-of <date>", "按哪一天判断，YYYY-MM-DD / the date judged for", isoDate)
  .option("--explain <clause>", "逐个条件说明一个条款 / one clause, condition by condition")
  .action(async (options: CheckOptions) => {
    const { runCheck } = await import("./commands/check.ts");
    process.exitCode = await runCheck(options, assessorFor(readKnowledge()), todayInShanghai);
  });

const rules = program
  .command("rules")
  .description("规则的检查与核对表 / checks and review sheet of the rules");
rules
  .command("check")
  .description("检查规则与案例 / check the rules and their cases")
  .action(async () => {
    const { runRulesCheck } = await import("./commands/rules.ts");
    process.exitCode = runRulesCheck(assessorFor(readKnowledge()));
  });
rules
  .command("sheet")
  .description("打印供签字的核对表（HTML） / the review sheet to sign, as HTML")
  .argument("[file]", "写到文件 / the file to write")
  .action(async (file: string | undefined) => {
    const { runRulesSheet } = await import("./commands/rules.ts");
    const knowledge = readKnowledge();
    process.exitCode = runRulesSheet(file, assessorFor(knowledge), knowledge);
  });

program
  .command("eval")
  .description("用题库打分 / score against evaluation questions")
  .requiredOption(
    "--data <folder>",
    "题库文件夹 / folder with questions.jsonl, facts.jsonl, size.jsonl or verdicts.jsonl",
  )
  .option("--json", "输出JSON / print JSON")
  .option("--wrong", "列出答错的题 / list what went wrong")
  .option("--ablation", "逐个通道单用与去掉 / each channel alone and left out")
  .action(async (options: EvaluateOptions & { data: string }) => {
    const services = await createServices(readConfig(process.env));
    const { runEvaluate } = await import("./commands/evaluate.ts");
    process.exitCode = await runEvaluate(
      resolve(options.data),
      options,
      services,
      assessorFor(services.knowledge),
    );
  });

program
  .command("bench")
  .description("速度、内存与规模，与同类并列 / speed, memory and scale, peers side by side")
  .option("--json", "输出JSON / print JSON")
  .option("--articles <file>", "法律条文jsonl.gz，用于规模测试 / law articles for the scale part")
  .option("--limit <number>", "只取前若干条 / only so many articles", positiveInteger)
  .addOption(
    new Option("--only <parts...>", "只跑这些部分 / only these parts").choices([
      "ask",
      "peers",
      "scale",
      "rules",
      "questions",
      "conversations",
      "page",
    ] satisfies BenchPart[]),
  )
  .action(async (options: BenchOptions) => {
    const config = readConfig(process.env);
    const { runBench } = await import("./commands/bench/index.ts");
    process.exitCode = await runBench(options, config, await createServices(config));
  });

program
  .command("index")
  .description("建立检索索引（已是最新则不动）/ build the index unless it is current")
  .action(async () => {
    const { retriever } = await createServices(readConfig(process.env));
    process.stdout.write(`index ${retriever.digest.slice(0, 12)} is current\n`);
  });

const staff = program.command("staff").description("坐席台账号 / accounts of the console");
staff
  .command("add")
  .description("新建账号，密码另问 / a new account; its password is asked for")
  .argument("<login>", "账号 / the login")
  .option("--role <role>", "operator（坐席）, supervisor（督导）, editor（编辑）", "operator")
  .option("--name <name>", "姓名 / the person's name")
  .action((login: string, options: StaffOptions) =>
    withStore(async (store) => (await import("./commands/staff.ts")).runStaffAdd(login, options, store)),
  );
staff
  .command("list")
  .description("全部账号 / all accounts")
  .action(() => withStore(async (store) => (await import("./commands/staff.ts")).runStaffList(store)));
staff
  .command("password")
  .description("改密码 / a new password")
  .argument("<login>", "账号 / the login")
  .action((login: string) =>
    withStore(async (store) => (await import("./commands/staff.ts")).runStaffPassword(login, store)),
  );
staff
  .command("role")
  .description("改角色 / another role")
  .argument("<login>", "账号 / the login")
  .argument("<role>", "operator, supervisor, editor")
  .action((login: string, role: string) =>
    withStore(async (store) => (await import("./commands/staff.ts")).runStaffRole(login, role, store)),
  );
staff
  .command("disable")
  .description("停用 / may not sign in any more")
  .argument("<login>", "账号 / the login")
  .action((login: string) =>
    withStore(async (store) => (await import("./commands/staff.ts")).runStaffDisable(login, store)),
  );
staff
  .command("enable")
  .description("恢复 / may sign in again")
  .argument("<login>", "账号 / the login")
  .action((login: string) =>
    withStore(async (store) => (await import("./commands/staff.ts")).runStaffEnable(login, store)),
  );
staff
  .command("unlock")
  .description("解除登录暂停 / ends the lock after failed sign-ins")
  .argument("<login>", "账号 / the login")
  .action((login: string) =>
    withStore(async (store) => (await import("./commands/staff.ts")).runStaffUnlock(login, store)),
  );

program
  .command("serve", { isDefault: true })
  .description("启动服务：网页咨询与接口 / the server: chat page and API")
  .action(async () => {
    const config = readConfig(process.env);
    if (config.standby && cluster.isPrimary) {
      const { runSupervisor } = await import("./supervisor.ts");
      process.exitCode = await runSupervisor((line) => void process.stderr.write(`${line}\n`));
      return;
    }
    const { giveWay } = await import("./priority.ts");
    const { isBeside } = await import("./supervisor.ts");
    let raise = () => {};
    if (isBeside(process.env, () => raise())) raise = giveWay();
    const { runServe } = await import("./commands/serve.ts");
    const { openDesk } = await import("./desk.ts");
    await runServe(config, await openDesk(config), raise);
  });

async function withStore(work: (store: Store) => Promise<number>): Promise<void> {
  const { openStore } = await import("./store/index.ts");
  const store = await openStore(readConfig(process.env));
  process.exitCode = await work(store);
  await store.close();
}

program
  .command("wechat")
  .description("公众号 / the Official Account")
  .command("menu")
  .description("创建公众号菜单 / creates the account's menu")
  .option("--file <file>", "菜单的YAML或JSON；不给就用话术里的 / YAML or JSON of the menu")
  .option("--dry-run", "只显示，不发送 / show, do not send")
  .action(async (options: WechatMenuOptions) => {
    const { runWechatMenu } = await import("./commands/wechat-menu.ts");
    const { openStore } = await import("./store/index.ts");
    process.exitCode = await runWechatMenu(options, () => readConfig(process.env), openStore);
  });

program
  .command("simulate")
  .description("模拟腾讯的平台，在终端里试机器人 / a Tencent to try a bot with")
  .argument("<platform>", "wechat, wecom, kf, aibot")
  .option("--url <address>", "机器人接收回调的地址；不给就自己起一个明白 / where a bot takes callbacks")
  .option(
    "--api-port <port>",
    "给该机器人调用的平台接口的端口 / port of the platform's interfaces",
    positiveInteger,
    9911,
  )
  .option("--set <NAME=VALUE...>", "代替环境变量的配置 / settings in place of the environment's", setting, {})
  .option("--verbose", "显示每次请求 / tell each request")
  .action(async (platform: string, options: SimulateOptions) => {
    const { runSimulate } = await import("./commands/simulate.ts");
    await runSimulate(platform, options, process.env);
  });

function setting(pair: string, others: Settings): Settings {
  const [name = "", ...value] = pair.split("=");
  if (!/^[A-Z_]+$/u.test(name) || value.length === 0)
    throw new InvalidArgumentError("写成 NAME=VALUE / write NAME=VALUE");
  return { ...others, [name]: value.join("=") };
}

function isoDate(value: string): string {
  const time = Date.parse(`${value}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value) {
    throw new InvalidArgumentError("日期格式为YYYY-MM-DD / a date is YYYY-MM-DD");
  }
  return value;
}

function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("要一个正整数 / a positive whole number");
  return number;
}

try {
  await program.parseAsync();
} catch (error) {
  const known =
    error instanceof ConfigError ||
    error instanceof ModelError ||
    error instanceof KnowledgeError ||
    error instanceof RuleError ||
    error instanceof StoreError;
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
} finally {
  // A supervised server would stay for its supervisor's sake.
  cluster.worker?.disconnect();
}
