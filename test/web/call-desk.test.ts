import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import { type Desk, handleTurn } from "../../bot/handle-turn.ts";
import { KEYS } from "../../bot/web/console/call/keys.ts";
import { wording } from "../../bot/wording.ts";
import { describeInBrowser, launchBrowser, type Served, serveApp } from "../support/browser.ts";
import { testDesk } from "../support/desk.ts";
import { addStaff, STAFF_PASSWORD } from "../support/staff.ts";

const words = wording.console.desk;
const MINUTE = 60_000;

describeInBrowser("the call desk", () => {
  let desk: Desk & { clock: { now: number } };
  let served: Served;
  let browser: Browser;
  const troubles: string[] = [];

  beforeAll(async () => {
    desk = await testDesk();
    await addStaff(desk.store, desk.clock.now);
    served = await serveApp(createApp(desk));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const signIn = async (page: Page, login = "operator") => {
    await page.goto(`${served.origin}/console`);
    await page.fill("input[name=login]", login);
    await page.fill("input[name=password]", STAFF_PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".desk");
    await page.waitForSelector(".question-text");
  };
  /** What a test that failed has left open. */
  const endLeftOver = async (login: string) => {
    for (const { id, endedAt } of await desk.store.calls.ofStaff(login, 50))
      if (endedAt === undefined) await desk.store.calls.end(id, login, desk.clock.now, false);
  };
  const open = async (login = "operator", options: Parameters<Browser["newContext"]>[0] = {}) => {
    desk.clock.now += 1000;
    await endLeftOver(login);
    return openAsLeft(login, options);
  };
  const openAsLeft = async (login = "operator", options: Parameters<Browser["newContext"]>[0] = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ["clipboard-read", "clipboard-write"],
      ...options,
    });
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => troubles.push(message));
    page.on("dialog", (dialog) => {
      troubles.push(`a dialog opened: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      const isOwn =
        message.type() === "error" && !/401|403|409|ERR_INTERNET_DISCONNECTED/u.test(message.text());
      if (isOwn) troubles.push(message.text());
    });
    await signIn(page, login);
    return { context, page, close: () => context.close() };
  };
  const saved = (page: Page) => page.waitForSelector('.call-bar[data-saving="saved"]');
  const begin = async (page: Page) => {
    await page.keyboard.press("n");
    await page.waitForSelector('.call-bar[data-state="running"]');
    await page.waitForFunction((id) => document.activeElement?.id === id, "desk-search");
  };
  const find = async (page: Page, typed: string, title: string) => {
    await page.keyboard.type(typed);
    await page.waitForFunction(
      (text) => document.querySelector('[role="option"][aria-selected="true"]')?.textContent?.includes(text),
      title,
    );
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (text) => document.querySelector(".clause-card h2")?.textContent === text,
      title,
    );
  };
  const verdictOf = (page: Page) => page.textContent(".clause-card .verdict-tag");
  /** Passes over the questions before it. */
  const askFor = async (page: Page, label: string) => {
    for (;;) {
      const before = await page.textContent(".known");
      if ((await page.locator(`.write input[aria-label^="${label}"]`).count()) > 0) return;
      await page.keyboard.press("0");
      await page.waitForFunction((text) => document.querySelector(".known")?.textContent !== text, before);
    }
  };
  const endCall = async (page: Page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("e");
    await page.waitForSelector('.call-bar[data-state="ended"]');
  };
  const wantPerson = async (conversation: string, text: string) => {
    await handleTurn({ channel: "web", conversation, text, person: "console" }, desk);
    await handleTurn({ channel: "web", conversation, text: "转人工", person: "console" }, desk);
  };

  it("a whole call by keyboard alone, from pick-up to the copied ticket, takes few keys besides the words typed", async () => {
    const { page, close } = await open();
    let keys = 0;
    const press = async (key: string) => {
      keys += 1;
      await page.keyboard.press(key);
    };
    await press("n");
    await page.waitForFunction((id) => document.activeElement?.id === id, "desk-search");
    await page.keyboard.type("水费好几个月没交，会不会断水");
    await page.waitForSelector("[role=option].answer");
    await press("Enter");
    await page.waitForSelector(".script-text");
    expect(await verdictOf(page)).toBe(words.verdicts.needs_info);
    await press("1");
    await page.waitForFunction(() => document.querySelectorAll(".known .chip").length === 1);
    await press("2");
    await page.waitForFunction(
      (text) => document.querySelector(".clause-card .verdict-tag")?.textContent === text,
      words.verdicts.eligible,
    );
    expect(await page.textContent(".script-text")).toContain("允许在六个月内补缴");
    await press("c");
    await page.waitForSelector(".ticket-text");
    const ticket = await page.evaluate(() => navigator.clipboard.readText());
    for (const part of [
      "来电诉求：水费好几个月没交，会不会断水",
      "个体工商户",
      "答复口径：",
      "允许在6个月内补缴",
      "回执码：",
      "通话时长：",
    ])
      expect(ticket).toContain(part);
    await press("e");
    await page.waitForSelector('.call-bar[data-state="ended"]');
    expect(keys).toBeLessThanOrEqual(15);
    await close();
  });

  it("each answer marks the verdicts it changes, and the last one can be taken back", async () => {
    const { page, close } = await open();
    await begin(page);
    await find(page, "dfyh", "阶段性用电优惠");
    await page.keyboard.press("2");
    await page.waitForSelector(".cell .changed");
    expect(await page.textContent(".changes")).toContain("条结论变了");
    expect(await verdictOf(page)).toBe(words.verdicts.conditional);
    const changed = await page.locator(".cell .changed").count();
    expect(changed).toBeGreaterThan(3);
    await page.keyboard.press("Backspace");
    await page.waitForFunction(
      (text) => document.querySelector(".clause-card .verdict-tag")?.textContent === text,
      words.verdicts.needs_info,
    );
    expect(await page.locator(".known .chip").count()).toBe(0);
    await endCall(page);
    await close();
  });

  it("two answers pressed at once go to two questions", async () => {
    const { page, close } = await open();
    await begin(page);
    await find(page, "qfbtg", "水电气欠费不停供");
    await page.keyboard.press("1");
    await page.waitForFunction(() => document.querySelectorAll(".known .chip").length === 1);
    await page.keyboard.press("2");
    await page.keyboard.press("1");
    await page.waitForFunction(() => document.querySelectorAll(".known .chip").length === 3);
    await endCall(page);
    await close();
  });

  it("figures begin with the digit pressed, every trade has a key, and words do too", async () => {
    const { page, close } = await open();
    await begin(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("1");
    await page.waitForFunction(() => document.querySelectorAll(".known .chip").length === 1);
    await askFor(page, "主营行业");
    expect(await page.locator(".asked .option").count()).toBe(22);
    const hints = await page.locator(".asked .option kbd").allTextContents();
    expect(new Set(hints).size).toBe(22);
    await page.keyboard.press("Enter");
    await page.keyboard.type("开面馆");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".known")?.textContent?.includes("餐饮"));
    await askFor(page, "从业人员");
    await page.keyboard.type("12");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".known")?.textContent?.includes("12人"));
    await endCall(page);
    await close();
  });

  it("the newest typing wins, however late an older answer comes", async () => {
    const { page, close } = await open();
    let held: (() => Promise<void>) | undefined;
    await page.route("**/api/console/search", async (route) => {
      if (held === undefined && route.request().postData()?.includes("房租")) held = () => route.continue();
      else await route.continue();
    });
    await page.keyboard.press("/");
    await page.keyboard.type("房租");
    await expect.poll(() => held !== undefined).toBe(true);
    await page.fill("#desk-search", "征信");
    await page.waitForFunction(() => document.querySelector("[role=option]")?.textContent?.includes("征信"));
    await held?.();
    await page.waitForTimeout(150);
    expect(await page.textContent("[role=option]")).toContain("征信");
    await close();
  });

  it("letters typed in a field are letters, and full-width keys count too", async () => {
    const { page, close } = await open();
    await begin(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("t");
    await page.keyboard.type("ncue1");
    expect(await page.inputValue("#desk-notes")).toBe("ncue1");
    expect(await page.getAttribute(".call-bar", "data-state")).toBe("running");
    await page.keyboard.press("Escape");
    await page.evaluate(() =>
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "？", bubbles: true })),
    );
    await page.waitForSelector(".key-sheet[open]");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+c");
    expect(await page.locator(".ticket-text").count()).toBe(0);
    await endCall(page);
    await close();
  });

  it("the sheet lists every key that is bound, and controls show theirs", async () => {
    const { page, close } = await open();
    await page.keyboard.press("?");
    const listed = await page.locator(".key-sheet kbd").allTextContents();
    expect(listed.toSorted()).toEqual(KEYS.map(({ key, shown }) => shown ?? key).toSorted());
    expect(new Set(KEYS.map(({ key }) => key)).size).toBe(KEYS.length);
    await page.keyboard.press("Escape");
    expect(await page.locator(".call-bar button kbd").count()).toBe(
      await page.locator(".call-bar button").count(),
    );
    await close();
  });

  it("the key after the one that closes the sheet is the desk's, however fast it comes", async () => {
    const { page, close } = await open();
    await begin(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.waitForSelector(".key-sheet[open]");
    await page.evaluate(() => {
      for (const key of ["Escape", "e"])
        document.activeElement?.dispatchEvent(
          new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
        );
    });
    await page.waitForSelector('.call-bar[data-state="ended"]');
    await close();
  });

  it("a refresh in the middle of a call brings everything back", async () => {
    const { page, close } = await open();
    await begin(page);
    await find(page, "qfbtg", "水电气欠费不停供");
    await page.keyboard.press("1");
    await page.waitForFunction(() => document.querySelectorAll(".known .chip").length === 1);
    await page.keyboard.press("t");
    await page.keyboard.type("三点回电");
    await page.reload();
    await page.waitForSelector(".script-text");
    expect(await page.inputValue("#desk-notes")).toBe("三点回电");
    expect(await page.locator(".known .chip").count()).toBe(1);
    expect(await page.textContent(".clause-card h2")).toBe("水电气欠费不停供");
    await saved(page);
    await endCall(page);
    await close();
  });

  it("a crashed browser loses nothing that was saved", async () => {
    const { page, close } = await open();
    await begin(page);
    await find(page, "xudai", "续贷、展期、调整还款安排");
    await saved(page);
    await close();
    const another = await openAsLeft();
    await another.page.waitForSelector(".script-text");
    expect(await another.page.textContent(".clause-card h2")).toBe("续贷、展期、调整还款安排");
    await endCall(another.page);
    await another.close();
  });

  it("a session that expires in the middle of a call loses nothing", async () => {
    const { page, close } = await open();
    await begin(page);
    await find(page, "qfbtg", "水电气欠费不停供");
    await saved(page);
    desk.clock.now += 31 * MINUTE;
    await page.keyboard.press("t");
    await page.keyboard.type("过期时写的");
    await page.waitForSelector(".sign-in-dialog[open]");
    await page.fill(".sign-in-dialog input[name=password]", STAFF_PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".sign-in-dialog", { state: "detached" });
    await saved(page);
    expect(await page.inputValue("#desk-notes")).toBe("过期时写的");
    const [call] = await desk.store.calls.ofStaff("operator", 1);
    expect(call?.content).toMatchObject({ notes: "过期时写的", clauses: ["M06.4"] });
    await endCall(page);
    await close();
  });

  it("a lost line is said, and what was written is saved when it is back", async () => {
    const { page, context, close } = await open();
    await begin(page);
    await saved(page);
    await context.setOffline(true);
    await page.keyboard.press("Escape");
    await page.keyboard.press("t");
    await page.keyboard.type("断线时写的");
    await page.waitForSelector('.call-bar[data-saving="failed"]');
    await context.setOffline(false);
    await saved(page);
    const [call] = await desk.store.calls.ofStaff("operator", 1);
    expect(call?.content).toMatchObject({ notes: "断线时写的" });
    await endCall(page);
    await close();
  });

  it("a call marked unresolved is looked at by those who maintain the sayings", async () => {
    const { page, close } = await open();
    await begin(page);
    await page.keyboard.type("我家的奶牛能不能领补贴款");
    await page.waitForSelector("[role=option]");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".script-text");
    await page.keyboard.press("u");
    await page.waitForSelector('.call-bar [aria-pressed="true"]');
    await endCall(page);
    const unanswered = await desk.store.unanswered({ reason: "unresolved" });
    expect(unanswered.some(({ text }) => text.includes("奶牛"))).toBe(true);
    await close();
  });

  it("a receipt is looked up as it is dictated", async () => {
    const owner = await handleTurn(
      { channel: "web", conversation: "dictated", text: "我是个体户，气费欠着会停气吗" },
      desk,
    );
    const digits = owner.receipt?.replaceAll("-", "") ?? "";
    const spoken = [...digits].map((digit) => "零幺二三四五六七八九"[Number(digit)]).join("");
    const { page, close } = await open();
    await page.keyboard.press("r");
    await page.keyboard.type(`${spoken.slice(0, -1)}${spoken.endsWith("九") ? "零" : "九"}`);
    await page.waitForFunction(() => document.querySelector(".side-sheet .trouble")?.textContent !== "");
    await page.keyboard.press("Backspace");
    await page.keyboard.type(spoken.slice(-1));
    await page.waitForSelector(".receipt-result .citation");
    expect(await page.textContent(".receipt-result")).toContain("我是个体户，气费欠着会停气吗");
    await page.getByRole("button", { name: words.receipt.take }).click();
    await page.waitForFunction(() => document.querySelector(".known")?.textContent?.includes("个体工商户"));
    await page.keyboard.press("Escape");
    await page.waitForSelector('.call-bar[data-state="running"]');
    await endCall(page);
    await close();
  });

  it("what is typed anywhere is text", async () => {
    const evil = "<img src=x onerror=alert(1)><script>alert(2)</script>电费优惠";
    const { page, close } = await open();
    await begin(page);
    await page.keyboard.type(evil);
    await page.waitForSelector("[role=option]");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".script-text");
    await page.keyboard.press("t");
    await page.keyboard.type(evil);
    await saved(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("c");
    await page.waitForSelector(".ticket-text");
    expect(await page.inputValue(".ticket-text")).toContain(evil);
    await endCall(page);
    await page.reload();
    await page.waitForSelector(".recent button");
    expect(await page.textContent(".recent")).toContain("<img");
    await wantPerson("evil", evil);
    await page.keyboard.press("q");
    await page.waitForSelector(".queued.waiting");
    await page.getByRole("button", { name: "<img" }).first().click();
    await page.waitForSelector(".said");
    await page.keyboard.press("a");
    await page.waitForSelector(".chat-reply:not([hidden])");
    await handleTurn({ channel: "web", conversation: "evil", text: evil, person: "console" }, desk);
    await page.fill("#chat-reply", evil);
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (text) => document.querySelector(".said.staff")?.textContent?.includes(text),
      "<img",
    );
    await page.waitForFunction(
      (text) =>
        [...document.querySelectorAll(".said.owner")].filter((one) => one.textContent?.includes(text))
          .length >= 2,
      "<img",
    );
    expect(await page.locator("main img, main script").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.waitForFunction(() =>
      document.querySelector(".chat-head h2")?.textContent?.includes("已经离开"),
    );
    await close();
  });

  it("two operators and one queue: one gets the chat, the other is told", async () => {
    const [one, two] = await Promise.all([open("operator"), open("supervisor")]);
    await wantPerson("shared", "我家店租付不起了怎么办");
    for (const { page } of [one, two]) {
      await page.keyboard.press("q");
      await page.waitForSelector(".queued.waiting");
      await page.locator(".queued.waiting").first().click();
      await page.waitForSelector(".chat-head .primary:not([hidden])");
    }
    await Promise.all([one.page.keyboard.press("a"), two.page.keyboard.press("a")]);
    await expect
      .poll(async () => {
        const shown = await Promise.all(
          [one, two].map(({ page }) => page.locator(".chat-reply:not([hidden])").count()),
        );
        return shown.toSorted().join();
      })
      .toBe("0,1");
    const winner = (await one.page.locator(".chat-reply:not([hidden])").count()) === 1 ? one : two;
    const loser = winner === one ? two : one;
    await loser.page.waitForFunction(() =>
      document.querySelector(".chat-head h2")?.textContent?.includes("在接待"),
    );
    await winner.page.fill("#chat-reply", "您好，请说");
    await winner.page.keyboard.press("Enter");
    await winner.page.waitForSelector(".said.staff");
    await winner.page.keyboard.press("Escape");
    await winner.page.keyboard.press("q");
    await winner.page.waitForSelector(".desk:visible");
    await handleTurn({ channel: "web", conversation: "shared", text: "去哪里申请", person: "console" }, desk);
    await winner.page.waitForFunction(() => document.title.startsWith("(1) "));
    await winner.page.keyboard.press("q");
    await winner.page.waitForSelector(".queue-panel:visible");
    await winner.page.waitForFunction(() => !document.title.startsWith("("));
    expect(await winner.page.locator(".said.owner").last().textContent()).toContain("去哪里申请");
    await winner.page.keyboard.press("g");
    await winner.page.waitForFunction(() =>
      document.querySelector(".chat-head h2")?.textContent?.includes("已经离开"),
    );
    await Promise.all([one.close(), two.close()]);
  });

  describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
    it.each([1280, 1024])(
      "nothing is scrolled sideways or hidden at %i pixels, and axe finds nothing",
      async (width) => {
        const { page, close } = await open("supervisor", {
          viewport: { width, height: 800 },
          colorScheme,
          reducedMotion: "reduce",
        });
        await expectNoFaults(page);
        await begin(page);
        await find(page, "xudai", "续贷、展期、调整还款安排");
        await page.keyboard.press("1");
        await page.waitForFunction(() => document.querySelectorAll(".known .chip").length === 1);
        await expectNoFaults(page);
        const { scrollWidth, scrollHeight } = await page.evaluate(() => {
          const { scrollWidth, scrollHeight } = document.documentElement;
          return { scrollWidth, scrollHeight };
        });
        expect(scrollWidth).toBeLessThanOrEqual(width);
        expect(scrollHeight).toBeLessThanOrEqual(800);
        await page.keyboard.press("c");
        await page.waitForSelector(".ticket-text");
        await expectNoFaults(page);
        await page.keyboard.press("r");
        await expectNoFaults(page);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Escape");
        await page.keyboard.press("?");
        await expectNoFaults(page);
        await page.keyboard.press("Escape");
        await endCall(page);
        await wantPerson(`axe-${colorScheme}-${width}`, "贷款年底到期还不上怎么办");
        await page.keyboard.press("q");
        await page.waitForSelector(".queued.waiting");
        await page.locator(".queued.waiting").last().click();
        await page.waitForSelector(".said");
        await expectNoFaults(page);
        await close();
      },
    );
  });

  it("nothing went wrong meanwhile", () => expect(troubles).toEqual([]));
});

async function expectNoFaults(page: Page): Promise<void> {
  const faults = await page.evaluate(async (source) => {
    if (!("axe" in window)) new Function(source)();
    const { axe } = window as unknown as {
      axe: { run: (where: Document) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run(document);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  }, axe.source);
  expect(faults).toEqual([]);
}
