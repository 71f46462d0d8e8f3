/** The chat page in a real browser: an owner's whole conversation, and what may go wrong with it. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import type { Desk } from "../../bot/handle-turn.ts";
import { createReception } from "../../bot/handover.ts";
import { wording } from "../../bot/wording.ts";
import { describeInBrowser, launchBrowser, type Served, serveApp } from "../support/browser.ts";
import { DESKTOP, openChat, PHONE } from "../support/chat-page.ts";
import { testDesk } from "../support/desk.ts";

const say = wording.page;

describeInBrowser("the chat page", () => {
  let desk: Desk & { clock: { now: number } };
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    desk = await testDesk();
    served = await serveApp(createApp(desk));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await desk?.store.close();
  });
  const open = (options = PHONE) => openChat(browser, served.origin, options);

  describe.each([
    ["phone", PHONE],
    ["desktop", DESKTOP],
  ])("on a %s", (_, device) => {
    it("carries a whole conversation from the question to the card", async () => {
      const chat = await open(device);
      const { page } = chat;
      await chat.say("我是个体户，饭馆的电费欠着会不会断");
      expect(await page.locator("blockquote").first().innerText()).toContain("允许在6个月内补缴");
      expect(await page.locator("figcaption").first().innerText()).toContain("工信部企业函〔2022〕103号");
      await page.getByText(say.blocks.whole).first().click();
      expect(await page.locator("mark.clause").first().innerText()).toContain("“欠费不停供”");
      await chat.pick(say.orders.whyAsked.label);
      expect(await chat.lastReply()).toContain("为什么问“受疫情影响暂时困难”");
      await chat.pick("是，有困难");
      expect(await page.locator(".conclusion.eligible").innerText()).toContain("可以按这一条主张");
      expect(await page.locator(".bubble.bot").last().locator("mark.holds").allInnerTexts()).toEqual([
        "受疫情影响暂时出现生产经营困难",
        "小微企业",
        "个体工商户",
      ]);
      const code = await page.locator(".receipt .code").last().innerText();
      await page.getByRole("button", { name: say.blocks.copyReceipt, exact: true }).last().click();
      await page.locator(".receipt .copy", { hasText: say.copied }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
      await page.getByRole("button", { name: say.blocks.copyQuote }).last().click();
      await expect
        .poll(() => page.evaluate(() => navigator.clipboard.readText()))
        .toMatch(/^《加力.*第六条：“对受疫情.*。”\n责任单位：/su);
      const [card] = await Promise.all([
        page.waitForEvent("popup"),
        page.getByRole("link", { name: say.blocks.card }).last().click(),
      ]);
      await card.waitForLoadState();
      expect(await card.locator("footer").innerText()).toContain(code);
      expect(chat.troubles).toEqual([]);
      await chat.close();
    });
  });

  it.each([320, 360, 1280])("nothing is wider than a screen of %i pixels, nor cut off", async (width) => {
    const chat = await open({ viewport: { width, height: 640 } });
    await chat.say("我们公司电费欠着会不会断");
    await chat.pick("是，有困难");
    expect(await chat.page.locator(".options.many .choice").count()).toBe(22);
    await chat.page.getByRole("button", { name: "餐饮" }).click();
    await chat.page.locator(".asked", { hasText: "多少人" }).waitFor();
    const clipped = await chat.page.evaluate(() => {
      const parts = Array.from(document.querySelectorAll("main *:not(.unseen, .unseen *)"));
      const cut = parts.filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0);
      const isInline = (part: Element) => getComputedStyle(part).display.startsWith("inline");
      return [
        ...(document.documentElement.scrollWidth > window.innerWidth ? ["the page"] : []),
        ...cut.filter((part) => !isInline(part)).map((part) => part.className || part.tagName),
      ];
    });
    expect(clipped).toEqual([]);
    await chat.close();
  });

  it("old choices stay to be read, but can no longer be picked", async () => {
    const chat = await open();
    await chat.say("我是个体户，饭馆的电费欠着会不会断");
    await chat.pick("是，有困难");
    const old = chat.page.locator(".bubble.bot").nth(1).locator(".choice");
    expect(await old.evaluateAll((all) => all.every((one) => (one as HTMLButtonElement).disabled))).toBe(
      true,
    );
    expect(await old.first().innerText()).toContain("是，有困难");
    expect(await old.first().getAttribute("class")).toContain("picked");
    expect(await chat.page.locator(".bubble.owner").last().innerText()).toContain("是，有困难");
    await chat.close();
  });

  it("a refresh and the back button bring the conversation back, starting over wipes it", async () => {
    const chat = await open();
    const { page } = chat;
    await chat.say("我是个体户，饭馆的电费欠着会不会断");
    await page.reload();
    expect(await page.locator(".bubble.owner").innerText()).toContain("饭馆的电费");
    await chat.pick("是，有困难");
    expect(await page.locator(".conclusion.eligible").count()).toBe(1);
    await page.goto(`${served.origin}/healthz`);
    await page.goBack();
    await page.locator(".conclusion.eligible").waitFor();
    await page.getByRole("button", { name: say.restart }).click();
    await page.getByRole("button", { name: say.cancel }).click();
    expect(await page.locator(".bubble.owner").count()).toBe(2);
    await page.getByRole("button", { name: say.restart }).click();
    await page.getByRole("button", { name: say.restartYes, exact: true }).click();
    expect(await page.locator(".bubble.owner").count()).toBe(0);
    await page.reload();
    expect(await page.locator(".bubble.owner").count()).toBe(0);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain(
      "饭馆",
    );
    await chat.say("我的情况");
    expect(await chat.lastReply()).toContain(wording.noFactsYet);
    await chat.close();
  });

  it("without a network says so, keeps what was written, and sends it once when it is back", async () => {
    const chat = await open();
    const { page } = chat;
    await page.context().setOffline(true);
    await page.locator(".bar", { hasText: say.offline }).waitFor();
    await page.locator(".text").fill("水费欠着会停吗");
    await page.locator(".text").press("Enter");
    await page.locator(".bubble.owner.failed").waitFor();
    await page.locator(".text").fill("还没写完的话");
    const sent = page.waitForRequest("**/api/chat");
    await page.context().setOffline(false);
    await page.locator(".citation").waitFor();
    const id = (await sent).postDataJSON().message;
    expect(id).toMatch(/^[0-9a-f]{32}$/u);
    await page.locator(".bar", { hasText: say.online }).waitFor();
    expect(await page.locator(".text").inputValue()).toBe("还没写完的话");
    expect(await page.locator(".bubble.owner").count()).toBe(1);
    expect(await page.locator(".failed").count()).toBe(0);
    await chat.close();
  });

  it("a message that failed is sent again under the same id, after a refresh too, and counts once", async () => {
    const chat = await open();
    const { page } = chat;
    const ids: string[] = [];
    // The answer gets lost on its way back.
    await page.route("**/api/chat", async (route) => {
      ids.push(route.request().postDataJSON().message);
      if (ids.length > 2) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await page.locator(".text").fill("水费欠着会停吗");
    await page.locator(".text").press("Enter");
    await page.locator(".trouble", { hasText: say.failed }).waitFor();
    await page.getByRole("button", { name: say.retry }).click();
    await expect.poll(() => ids.length).toBe(2);
    await page.reload();
    await page.getByRole("button", { name: say.retry }).click();
    await page.locator(".citation").waitFor();
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(3);
    const conversation = await page.evaluate(
      () => JSON.parse(sessionStorage.getItem("mingbai.conversation") ?? "").id,
    );
    expect((await desk.store.load(`web:${conversation}`))?.version).toBe(1);
    await chat.close();
  });

  it("sends what was written in haste one after the other", async () => {
    const chat = await open();
    const { page } = chat;
    for (const text of ["水费欠着会停吗", "那要是换成电费呢", "宽带费降了没有"]) {
      await page.locator(".text").fill(text);
      await page.locator(".text").press("Enter");
    }
    await expect.poll(() => page.locator(".bubble.bot").count()).toBe(4);
    const said = await page
      .locator(".bubble.owner, .said > .bubble.bot .citation figcaption")
      .allInnerTexts();
    expect(said.map((text) => text.replace(/^.*?：/u, "").slice(0, 4))).toHaveLength(6);
    expect(said[0]).toContain("水费");
    expect(said[2]).toContain("换成电费");
    expect(said[4]).toContain("宽带");
    await chat.close();
  });

  it("asks for a reason where an answer was of no use, and keeps it", async () => {
    const chat = await open();
    const { page } = chat;
    await chat.say("店里水费欠着会停吗");
    await page.getByRole("button", { name: say.feedback.useless }).click();
    expect(await page.getByRole("button", { name: say.feedback.submit }).isDisabled()).toBe(true);
    await page.getByLabel(say.feedback.reasons.differs).check();
    await page.getByLabel(say.feedback.text).fill("供水公司说要收滞纳金，电话13800138000");
    await page.getByRole("button", { name: say.feedback.submit }).click();
    await page.locator(".thanks").waitFor();
    await page.reload();
    await page.locator(".thanks").waitFor();
    expect((await desk.store.feedback.list())[0]).toMatchObject({
      useful: false,
      reason: "differs",
      text: "供水公司说要收滞纳金，电话138****8000",
      outcome: "answer",
      cites: ["M06.4"],
      question: "店里水费欠着会停吗",
      receipt: await page.locator(".receipt .code").innerText(),
    });
    await chat.close();
  });

  it("hands over to a person, shows who it is, and comes back", async () => {
    const reception = createReception(desk.store, new Map(), desk.now);
    const staff = { id: "zhao", name: "赵敏" };
    await reception.seen(staff);
    const chat = await open();
    const { page } = chat;
    await page.getByRole("button", { name: say.orders.person.label }).click();
    await page.locator(".bar", { hasText: say.handover.next }).waitFor();
    const [waiting] = await reception.queue();
    const id = waiting?.id ?? "";
    await reception.take(id, staff);
    await reception.say(id, staff, "您好，<b>请讲</b>");
    await page.locator(".bubble.person").waitFor();
    expect(await page.locator(".bubble.person").innerText()).toMatch(/人工 · 赵敏\s+您好，<b>请讲<\/b>/u);
    await page.locator(".text").fill("水表在房东名下");
    await page.locator(".text").press("Enter");
    await expect
      .poll(async () => (await desk.store.handovers.messages(id)).map(({ text }) => text))
      .toContain("水表在房东名下");
    await page.reload();
    await page.locator(".bar", { hasText: "现在由赵敏为您解答" }).waitFor();
    expect(await page.locator(".bubble.person").count()).toBe(1);
    await page.getByRole("button", { name: say.handover.end }).click();
    await page.locator(".bar", { hasText: say.handover.ended }).waitFor();
    await chat.say("店里水费欠着会停吗");
    expect(await page.locator(".citation").count()).toBe(1);
    expect(chat.troubles).toEqual([]);
    await chat.close();
  });

  it("shows everything typed, kept or said as text", async () => {
    const evil = `"><img src=x onerror="document.title='stolen'"><script>document.title='stolen'</script>`;
    const chat = await open();
    const { page } = chat;
    await chat.say(`${evil}店里水费欠着会停吗`);
    expect(await page.locator(".bubble.owner").innerText()).toContain("<img src=x");
    await page.getByRole("button", { name: say.feedback.useless }).click();
    await page.getByLabel(say.feedback.reasons.other).check();
    await page.getByLabel(say.feedback.text).fill(evil);
    await page.getByRole("button", { name: say.feedback.submit }).click();
    await page.locator(".thanks").waitFor();
    const code = await page.locator(".receipt .code").first().innerText();
    await page.evaluate((words) => {
      const kept = JSON.parse(sessionStorage.getItem("mingbai.conversation") ?? "");
      const [asked] = kept.entries;
      asked.shown = words;
      for (const block of asked.answer.blocks)
        for (const key of Object.keys(block)) if (key === "text") block[key] = words;
      kept.entries.push({ kind: "said", by: words, text: words });
      sessionStorage.setItem("mingbai.conversation", JSON.stringify(kept));
    }, evil);
    await page.reload();
    await page.locator(".bubble.person").waitFor();
    for (const path of [
      `/card/${code}`,
      `/card/${encodeURIComponent(evil)}`,
      `/?${encodeURIComponent(evil)}`,
    ]) {
      await page.goto(served.origin + path);
      expect(await page.locator("img[src=x], main script:not([src])").count()).toBe(0);
      expect(await page.title()).not.toBe("stolen");
    }
    await chat.close();
  });

  it("forgets what another version kept, and lives without storage", async () => {
    const chat = await open();
    await chat.page.evaluate(() =>
      sessionStorage.setItem("mingbai.conversation", '{"version":0,"entries":[{}]}'),
    );
    await chat.page.reload();
    await chat.page.evaluate(() => {
      Object.defineProperty(window, "sessionStorage", {
        get: () => {
          throw new DOMException("no", "SecurityError");
        },
      });
    });
    await chat.say("店里水费欠着会停吗");
    expect(await chat.page.locator(".citation").count()).toBe(1);
    await chat.close();
  });

  it("tells an owner who is too fast to wait, and sends by itself afterwards", async () => {
    const chat = await open();
    const { page } = chat;
    await page.route(
      "**/api/chat",
      (route) =>
        route.fulfill({
          status: 429,
          headers: { "retry-after": "1" },
          json: { error: { code: "too_many", message: wording.tooMany } },
        }),
      { times: 1 },
    );
    await page.locator(".text").fill("店里水费欠着会停吗");
    await page.locator(".text").press("Enter");
    await page.locator(".trouble", { hasText: wording.tooMany }).waitFor();
    await page.locator(".citation").waitFor();
    await chat.close();
  });
});
