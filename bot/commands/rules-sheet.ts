/** 核对表：an HTML sheet a policy officer reads and signs: each clause with the quoted words marked, its conditions, readings and cases. */
import type { Notice } from "../../knowledge/index.ts";
import {
  type Case,
  type Condition,
  describe,
  FACT_KEYS,
  FACTS,
  type FactSpec,
  INDUSTRIES,
  isGroup,
  leavesOf,
  quotedSpans,
  type Rule,
  type Rulebook,
  type SizeStandard,
  valueText,
} from "../../rules/index.ts";
import { wording } from "../wording.ts";

const STYLE = `
body{font:16px/1.7 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;max-width:56em;margin:2em auto;padding:0 1.2em;color:#1a1a1a}
h1{font-size:1.5em;line-height:1.4}h2{font-size:1.15em;margin:2.2em 0 .4em;border-top:2px solid #1a1a1a;padding-top:.5em}
h3{font-size:1em;margin:1.2em 0 .3em}.clause{break-inside:avoid-page}
blockquote{margin:.4em 0;padding:.5em 1em;background:#f6f4ee;color:#6b6b6b}mark{background:none;color:#111;font-weight:600;border-bottom:2px solid #b3372b}
ul{margin:.2em 0;padding-left:1.4em}.reading{color:#7a4a00}.quote{color:#555}
table{border-collapse:collapse;width:100%;font-size:.9em;margin:.4em 0}td,th{border:1px solid #bbb;padding:.25em .6em;text-align:left;vertical-align:top}td:nth-child(3){white-space:nowrap}th{background:#f0f0f0}
.sign{margin-top:3em;display:grid;grid-template-columns:1fr 1fr;gap:2em}.sign div{border-top:1px solid #1a1a1a;padding-top:.4em}
@media print{body{margin:0;max-width:none;font-size:11pt}h2{break-after:avoid}}`;

/** @param day the day the sheet is printed */
export function reviewSheet({ rules, standard }: Rulebook, notice: Notice, day: string): string {
  return `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>规则核对表 ${escapeHtml(notice.documentNumber)}</title><style>${STYLE}</style>
<h1>规则核对表<br>《${escapeHtml(notice.measuresTitle)}》（${escapeHtml(notice.documentNumber)}）</h1>
<p>打印日期${escapeHtml(day)}。条款原文中，<mark>加粗划线</mark>的是条件所引用的字，灰色的是没有引用的字。请逐条核对：引用是否完整，读法是否成立，案例的结论是否正确。</p>
${notice.measures
  .map((measure) => {
    const own = rules.filter(({ clause }) => clause.measure === measure.number);
    return `<h2>${escapeHtml(measure.numeral)}${escapeHtml(measure.bracket)}</h2>${own.map(clauseSection).join("")}`;
  })
  .join("")}
<h2>划型标准：《${escapeHtml(standard.title)}》（${escapeHtml(standard.document)}）</h2>${standardTable(standard)}
<h2>问法</h2>${questionTable()}
<div class="sign"><div>核对人：</div><div>日期：</div></div>
</html>
`;
}

function clauseSection({ clause, condition, cases }: Rule): string {
  const decides = clause.decidedBy ? `，由${escapeHtml(clause.decidedBy)}决定` : "";
  return `<section class="clause"><h3>${clause.id} ${escapeHtml(clause.title)}${decides}</h3>
<blockquote>${condition ? marked(clause.text, clause.id, condition) : escapeHtml(clause.text)}</blockquote>
${condition ? `<ul>${conditionItems(condition)}</ul>` : "<p>不设条件。</p>"}
<table><tr><th>案例</th><th>事实</th><th>日期</th><th>结论</th></tr>${cases.map(caseRow).join("")}</table></section>
`;
}

function marked(text: string, clause: string, condition: Condition): string {
  let at = 0;
  const pieces = quotedSpans(text, clause, leavesOf(condition)).map(({ start, end }) => {
    const before = escapeHtml(text.slice(at, start));
    at = end;
    return `${before}<mark>${escapeHtml(text.slice(start, end))}</mark>`;
  });
  return `${pieces.join("")}${escapeHtml(text.slice(at))}`;
}

function conditionItems(condition: Condition): string {
  if (isGroup(condition) && condition.kind === "all") return condition.of.map(conditionItems).join("");
  if (isGroup(condition))
    return `<li>以下任一：<ul>${condition.of.map((part) => (isGroup(part) ? `<li>同时：<ul>${conditionItems(part)}</ul></li>` : conditionItems(part))).join("")}</ul></li>`;
  const { quote, quotedFrom, reading } = condition;
  const from = quotedFrom ? `${quotedFrom}：` : "";
  return `<li>${escapeHtml(describe(condition))} <span class="quote">〔${from}“${escapeHtml(quote ?? "")}”〕</span>${
    reading ? `<br><span class="reading">读法：${escapeHtml(reading)}</span>` : ""
  }</li>`;
}

function caseRow({ name, facts, asOf, verdict }: Case): string {
  const told = FACT_KEYS.filter((key) => facts[key] !== undefined).map((key) => {
    return `${FACTS[key].label}：${valueText(key, facts[key] ?? null)}`;
  });
  return `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(told.join("；"))}</td><td>${asOf}</td><td>${wording.verdicts[verdict]}</td></tr>`;
}

function standardTable({ categories }: SizeStandard): string {
  const rows = categories.map(({ name, industries, sentence, reading }) => {
    const own = industries.map((industry) => INDUSTRIES[industry]).join("、");
    const note = reading ? `<br><span class="reading">读法：${escapeHtml(reading)}</span>` : "";
    return `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(own)}</td><td>${escapeHtml(sentence)}${note}</td></tr>`;
  });
  return `<table><tr><th>类别</th><th>本系统的行业</th><th>原文</th></tr>${rows.join("")}</table>`;
}

function questionTable(): string {
  const rows = FACT_KEYS.flatMap((key) => {
    const spec: FactSpec = FACTS[key];
    if (spec.question === undefined) return [];
    return `<tr><td>${escapeHtml(spec.label)}</td><td>${escapeHtml(spec.question)}</td><td>${escapeHtml(spec.why ?? "")}</td></tr>`;
  });
  return `<table><tr><th>事实</th><th>怎么问</th><th>为什么问</th></tr>${rows.join("")}</table>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
