/** 明白卡 as a page: to read, print, save and share. Everything is escaped by `html`. */
import { html } from "hono/html";
import type { ConditionLine } from "../blocks.ts";
import { wording } from "../wording.ts";
import type { Card, CardClause } from "./card.ts";
import { qrCodeOf } from "./qr-code.ts";

type Html = ReturnType<typeof html>;

export interface CardSurroundings {
  /** The card's own address. */
  readonly address: string;
  readonly urlOf: (path: string) => string;
}

const say = wording.card;

export function cardPage(card: Card, { address, urlOf }: CardSurroundings): Html {
  const departments = [...new Set(card.clauses.map(({ citation }) => citation.departments))];
  return document(
    say.title,
    urlOf,
    html`<article class="card-sheet" id="card">
        <header>
          <p class="kind">${say.title}</p>
          <h1>${card.clauses.length > 0 ? card.clauses.map(({ title }) => title).join("；") : say.listTitle}</h1>
          <p class="notice">${card.notice}</p>
        </header>
        ${card.changed === undefined ? "" : html`<p class="caution">${card.changed}</p>`}
        ${card.clauses.map((clause) => clausePart(clause, card.clauses.length > 1))}
        ${card.list.length > 0 || card.listNotes.length > 0 ? listPart(card) : ""}
        ${card.isOpenToApply ? missingPart(card) : ""}
        <section>
          <h2>${say.whom}</h2>
          <ul>
            ${departments.map((names) => html`<li>${names}</li>`)}
            <li>${say.hotline(card.receipt)}</li>
          </ul>
        </section>
        <footer>
          <div class="proof">
            <p>${say.receipt}<strong>${card.receipt}</strong></p>
            <p>${say.asOf}<time>${card.asOf}</time></p>
            <p class="small">${say.basis}</p>
          </div>
          ${qrPart(address)}
        </footer>
      </article>
      <div class="actions" data-picture="${say.picture}" data-failed="${say.failed}" hidden>
        <button type="button" class="primary" id="save">${say.save}</button>
        <button type="button" id="print">${say.print}</button>
        <button type="button" id="share" hidden>${say.share}</button>
      </div>
      <dialog id="picture">
        <p>${say.hold}</p>
        <img alt="${say.title}" />
        <div class="buttons"><a class="quiet" download="${say.title}-${card.receipt}.png">${say.download}</a>
        <form method="dialog"><button>${say.close}</button></form></div>
      </dialog>
      <script src="${urlOf("/card.js")}" defer></script>`,
  );
}

/** Where there is no card. */
export function noCardPage(why: string, { urlOf }: Pick<CardSurroundings, "urlOf">): Html {
  return document(
    say.title,
    urlOf,
    html`<article class="card-sheet">
        <header><p class="kind">${say.title}</p><h1>${say.none}</h1></header>
        <p>${why}</p>
        <p><a href="/">${say.askAgain}</a></p>
      </article>`,
  );
}

function document(title: string, urlOf: CardSurroundings["urlOf"], body: Html): Html {
  return html`<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="format-detection" content="telephone=no" />
    <meta name="robots" content="noindex" />
    <title>${title}</title>
    <link rel="icon" href="${urlOf("/icon.svg")}" />
    <link rel="stylesheet" href="${urlOf("/card.css")}" />
  </head>
  <body class="card-page">
    <main class="mingbai">${body}</main>
  </body>
</html>`;
}

function clausePart(clause: CardClause, isOneOfMany: boolean): Html {
  const { citation, conditions } = clause;
  const words = citation.measureText.slice(citation.start, citation.end).replace(/[，；]$/u, "");
  return html`<section>
      <h2>${isOneOfMany ? say.fitsOf(clause.title) : say.fits}</h2>
      <p class="conclusion ${clause.verdict}">${clause.conclusion}</p>
      ${clause.remarks.map((remark) => html`<p>${remark}</p>`)}
      ${conditions.length === 0 ? "" : html`<ul class="conditions">${conditions.map(conditionPart)}</ul>`}
      ${clause.cautions.map((caution) => html`<p class="caution">${caution}</p>`)}
    </section>
    <section>
      <h2>${say.original}</h2>
      <figure class="citation">
        <figcaption>${citation.heading}</figcaption>
        <blockquote>${words}</blockquote>
      </figure>
      ${clause.later.map((later) => html`<p class="later">${later}</p>`)}
    </section>`;
}

function conditionPart({ outcome, quotes, because }: ConditionLine): Html {
  return html`<li class="${outcome}">
    <span class="mark">${say.outcomes[outcome]}</span>
    <div><strong>${quotes.map((quote) => `“${quote}”`).join("")}</strong>
    ${because.map((reason) => html`<span class="because">${reason}</span>`)}</div>
  </li>`;
}

function listPart({ list, listNotes }: Card): Html {
  return html`<section>
      <h2>${say.list}</h2>
      <ul class="list">${list.map(({ label, detail, verdict }) => html`<li class="${verdict}"><strong>${label}</strong><span>${detail}</span></li>`)}</ul>
      ${listNotes.map((note) => html`<p>${note}</p>`)}
    </section>`;
}

function missingPart({ missing }: Card): Html {
  return html`<section>
      <h2>${say.prepare}</h2>
      ${
        missing.length === 0
          ? html`<p>${say.complete}</p>`
          : html`<p>${say.missing}</p>
            <ul>${missing.map(({ label, question }) => html`<li><strong>${label}</strong>：${question}</li>`)}</ul>`
      }
    </section>`;
}

function qrPart(address: string): Html {
  const { size, path } = qrCodeOf(address);
  return html`<figure class="qr">
    <svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${say.qr}">
      <rect width="${size}" height="${size}" class="paper" />
      <path d="${path}" class="ink" />
    </svg>
    <figcaption>${say.scan}</figcaption>
  </figure>`;
}
