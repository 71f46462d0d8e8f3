/** `npm run knowledge`: prints the notice as a tree of clauses, what was left out, where the copies differ; proves that the
 * clauses rebuild the text. With `--draft FILE` it prints the measures of any other notice of this kind. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { noticeFolder, readKnowledge } from "./index.ts";
import type { Notice } from "./notice.ts";
import { parseNotice } from "./parse-notice.ts";
import { rebuild } from "./read-notice.ts";

const [flag, file] = process.argv.slice(2);
if (flag === "--draft" && file !== undefined) printDraft(file);
else if (flag === undefined) printKnowledge();
else {
  process.stderr.write("npm run knowledge [-- --draft FILE]\n");
  process.exitCode = 2;
}

function printKnowledge(): void {
  const { notice, omissions } = readKnowledge();
  print(`${notice.title}\n${notice.documentNumber}  ${notice.issuer}  ${notice.issuedOn}\n`);
  for (const measure of notice.measures) {
    print(`${measure.numeral} ${measure.bracket}`);
    for (const clause of measure.clauses) {
      print(
        `  ${clause.id} ${clause.title} [${clause.nature}] ${clause.validFrom}–${clause.validTo ?? ""} @${clause.span.start}–${clause.span.end}`,
      );
      print(`    ${clause.text}`);
      if (clause.terms.length > 0) print(`    术语：${clause.terms.map(({ term }) => term).join("、")}`);
      for (const { date, text } of clause.later) print(`    后来：${date} ${text}`);
    }
  }
  print("\n异文（官方文本 → 另一文本）");
  for (const { clause, measure, where, before, official, other, after, copy } of notice.variants) {
    print(
      `  ${clause ?? (measure ? `第${measure}条 ${where}` : where)}: ${before}[${official} → ${other}]${after}  ${copy}`,
    );
  }
  for (const { file: source, omissions: left } of omissions) {
    print(`\n未收入的内容：${source}`);
    for (const { start, end, reason, text } of left)
      print(`  ${start}–${end} ${reason}：${text.slice(0, 30).replaceAll("\n", " ")}…`);
  }
  prove(notice);
}

/** The clauses against the published file itself, not against what the parser made of it. */
function prove(notice: Notice): void {
  const published = readFileSync(join(noticeFolder(notice.id), "official-web.txt"), "utf8");
  const first = notice.measures[0]?.span.start ?? 0;
  const last = notice.measures.at(-1)?.span.end ?? 0;
  const text = published.slice(first, last).replace(/\s/gu, "");
  const same = text === rebuild(notice).replace(/\s/gu, "");
  print(
    `\n${notice.clauses.length} clauses rebuild ${text.length} characters of the published text: ${same ? "identical" : "DIFFERENT"}`,
  );
  if (!same) process.exitCode = 1;
}

function printDraft(path: string): void {
  const { masthead, measures, omissions } = parseNotice(readFileSync(path, "utf8"));
  print(JSON.stringify(masthead, null, 2));
  for (const { numeral, text, bracket } of measures) {
    print(`${numeral} ${bracket}`);
    for (const sentence of text.match(/[^。；]+[。；]?/gu) ?? []) print(`  ${sentence}`);
  }
  for (const { reason, text } of omissions)
    print(`left out: ${reason}: ${text.slice(0, 40).replaceAll("\n", " ")}…`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
