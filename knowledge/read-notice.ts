/** Reads one notice's folder and proves it: clauses that do not rebuild the text, or data that does not fit, stop the start. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Clause, Department, GlossaryTerm, Measure, Notice, Span, Variant } from "./notice.ts";
import { type Omission, type ParsedMeasure, type ParsedNotice, parseNotice } from "./parse-notice.ts";
import { type FoundVariant, findVariants } from "./variants.ts";

/** What is wrong with the notice's files: which file, what, and what to do. */
export class KnowledgeError extends Error {
  override readonly name = "KnowledgeError";
}

const date = z.string().regex(/^\d{4}(-\d{2}){0,2}$/u, "a date: YYYY, YYYY-MM or YYYY-MM-DD");
const day = z.iso.date();
const sizes = z.array(z.enum(["micro", "small", "medium", "large"]));

const clauseSchema = z.strictObject({
  id: z.string().regex(/^M\d{2}\.\d+$/u, "an id like M06.4"),
  measure: z.int().positive(),
  title: z.string().min(1),
  text: z.string().min(1),
  departments: z.array(z.string().min(1)).min(1),
  nature: z.enum(["entitlement", "discretionary", "remedy", "programme", "target", "background"]),
  audience: z
    .strictObject({
      anyOf: z.array(
        z.strictObject({ entityType: z.enum(["enterprise", "individual"]), size: sizes.optional() }),
      ),
    })
    .nullable(),
  conditions: z.array(z.string()),
  validFrom: day,
  validTo: day.nullable(),
  decidedBy: z.string().nullable(),
  note: z.string().nullable(),
});
type CatalogueEntry = z.infer<typeof clauseSchema>;

const laterSchema = z.strictObject({ clause: z.string(), text: z.string(), date, source: z.string().min(1) });
const glossarySchema = z.strictObject({
  term: z.string().min(1),
  everyday: z.array(z.string().min(1)),
  meaning: z.string().min(1),
  source: z.string().min(1),
});
const departmentsSchema = z.record(z.string(), z.strictObject({ successor: z.string(), source: z.string() }));

const OFFICIAL = "official-web.txt";

/** A notice and what the parser left out of each of its published texts. */
export interface NoticeReading {
  readonly notice: Notice;
  readonly omissions: readonly { readonly file: string; readonly omissions: readonly Omission[] }[];
}

/**
 * @param folder the notice's folder, e.g. `knowledge/notices/miit-2022-103`
 * @param id the notice's id, the folder's name
 * @throws KnowledgeError with the file, what is wrong and the remedy
 */
export function readNotice(folder: string, id: string): NoticeReading {
  const source = readText(folder, OFFICIAL);
  const parsed = parseNotice(source);
  const copies = readdirSync(folder).filter((file) => file.endsWith(".txt") && file !== OFFICIAL);
  const parsedCopies = copies.map((file) => ({ file, parsed: parseNotice(readText(folder, file)) }));
  const variants = parsedCopies.flatMap((copy) => findVariants(parsed, copy.parsed, copy.file));

  const catalogue = readData(folder, "catalogue.json", z.array(clauseSchema));
  const later = readData(folder, "later-developments.json", z.array(laterSchema));
  const glossary = readData(folder, "glossary.yaml", z.array(glossarySchema));
  const successors = readData(join(folder, "..", ".."), "departments.json", departmentsSchema);
  const known = new Set(catalogue.map((entry) => entry.id));
  for (const entry of later) {
    if (!known.has(entry.clause))
      throw wrong("later-developments.json", `clause ${entry.clause} is not in catalogue.json`);
  }

  const departmentOf = (name: string): Department => {
    const successor = successors[name]?.successor;
    return successor === undefined ? { name } : { name, successor };
  };
  const measures = parsed.measures.map((measure): Measure => {
    const entries = catalogue.filter((entry) => entry.measure === measure.number);
    const placed = placeClauses(measure, entries, variants);
    const clauses = placed.map(({ entry, span, variants: own }): Clause => {
      checkDepartments(entry, measure);
      return {
        id: entry.id,
        measure: entry.measure,
        title: entry.title,
        text: entry.text,
        span,
        departments: entry.departments.map(departmentOf),
        nature: entry.nature,
        ...(entry.audience && { audience: audienceOf(entry.audience) }),
        conditions: entry.conditions,
        validFrom: entry.validFrom,
        ...(entry.validTo !== null && { validTo: entry.validTo }),
        ...(entry.decidedBy !== null && { decidedBy: entry.decidedBy }),
        ...(entry.note !== null && { note: entry.note }),
        later: later.filter((development) => development.clause === entry.id),
        variants: own,
        terms: termsIn(entry.text, glossary),
      };
    });
    const { number, numeral, text, span, bracket } = measure;
    return { number, numeral, text, span, bracket, clauses };
  });
  const stray = catalogue.find(
    (entry) => !parsed.measures.some((measure) => measure.number === entry.measure),
  );
  if (stray) throw wrong("catalogue.json", `${stray.id}: the notice has no measure ${stray.measure}`);

  const clauses = measures.flatMap((measure) => measure.clauses);
  const notice: Notice = {
    id,
    ...mastheadOf(parsed),
    preamble: parsed.preamble,
    closing: parsed.closing,
    measures,
    clauses,
    variants: [
      ...clauses.flatMap((clause) => clause.variants),
      ...variants.filter((variant) => variant.where !== "clause").map((variant) => located(variant, parsed)),
    ],
    glossary: glossary satisfies GlossaryTerm[],
    digest: createHash("sha256")
      .update(JSON.stringify([source, catalogue, later, glossary, successors]))
      .digest("hex"),
  };
  return {
    notice,
    omissions: [
      { file: OFFICIAL, omissions: parsed.omissions },
      ...parsedCopies.map((copy) => ({ file: copy.file, omissions: copy.parsed.omissions })),
    ],
  };
}

/** The notice rebuilt from its clauses: numeral, clauses, bracket, measure by measure, a line each. */
export function rebuild(notice: Notice): string {
  return notice.measures
    .map(
      (measure) => measure.numeral + measure.clauses.map((clause) => clause.text).join("") + measure.bracket,
    )
    .join("\n");
}

/** Cuts a measure into its clauses, which must tile it without gap or overlap. */
function placeClauses(
  measure: ParsedMeasure,
  entries: readonly CatalogueEntry[],
  variants: readonly FoundVariant[],
) {
  let at = 0;
  const placed = entries.map((entry) => {
    if (!measure.text.startsWith(entry.text, at)) {
      throw wrong(
        "catalogue.json",
        `${entry.id}: its text does not stand in measure ${measure.number} after the clause before it; the notice reads “${measure.text.slice(at, at + 30)}…”. Copy the words from ${OFFICIAL}`,
      );
    }
    const from = at;
    at += entry.text.length;
    const own = variants
      .filter((variant) => variant.where === "clause" && variant.measure === measure.number)
      .filter((variant) => variant.at >= from && variant.at < from + entry.text.length)
      .map(({ at: offset, ...variant }): Variant => {
        return { ...variant, clause: entry.id, span: spanOf(measure, offset, variant.official.length) };
      });
    return { entry, span: spanOf(measure, from, entry.text.length), variants: own };
  });
  if (at !== measure.text.length) {
    throw wrong(
      "catalogue.json",
      `measure ${measure.number}: no clause covers “${measure.text.slice(at, at + 30)}…”. Add the missing clause`,
    );
  }
  return placed;
}

function spanOf(measure: ParsedMeasure, from: number, length: number): Span {
  const start = measure.offsets[from] ?? measure.span.start;
  const last = measure.offsets[from + length - 1] ?? start;
  return { start, end: last + 1 };
}

function located({ at, ...variant }: FoundVariant, parsed: ParsedNotice): Variant {
  const measure = parsed.measures.find((candidate) => candidate.number === variant.measure);
  const span = measure?.span ?? {
    start: parsed.measures.at(-1)?.span.end ?? at,
    end: parsed.measures.at(-1)?.span.end ?? at,
  };
  return { ...variant, span };
}

/** The terms a text holds; one that only stands inside a longer term (小微企业 in 中小微企业) is not there. */
function termsIn(text: string, glossary: readonly GlossaryTerm[]): GlossaryTerm[] {
  let rest = text;
  const longestFirst = [...glossary].sort((a, b) => b.term.length - a.term.length);
  const found = new Set(
    longestFirst.filter(({ term }) => {
      const stands = rest.includes(term);
      rest = rest.replaceAll(term, "｜");
      return stands;
    }),
  );
  return glossary.filter((term) => found.has(term));
}

function checkDepartments(entry: CatalogueEntry, measure: ParsedMeasure): void {
  if (entry.departments.join("、") !== measure.departments.join("、")) {
    throw wrong(
      "catalogue.json",
      `${entry.id}: departments are ${entry.departments.join("、")}, the notice says ${measure.departments.join("、")}`,
    );
  }
}

function audienceOf(audience: NonNullable<CatalogueEntry["audience"]>): NonNullable<Clause["audience"]> {
  return {
    anyOf: audience.anyOf.map(({ entityType, size }) =>
      size === undefined ? { entityType } : { entityType, size },
    ),
  };
}

function mastheadOf(parsed: ParsedNotice) {
  const {
    documentNumber,
    title,
    measuresTitle,
    issuer,
    issuedOn,
    addressees,
    publishedOn,
    publisher,
    covering,
  } = parsed.masthead;
  if (!documentNumber || !title || !measuresTitle || !issuer || !issuedOn) {
    throw wrong(
      OFFICIAL,
      "发文字号、标题、发文机关、成文日期 must stand in its header; one of them was not found",
    );
  }
  return {
    documentNumber,
    title,
    measuresTitle,
    issuer,
    issuedOn,
    addressees: addressees ?? [],
    ...(publishedOn !== undefined && { publishedOn }),
    ...(publisher !== undefined && { publisher }),
    ...(covering !== undefined && { covering }),
  };
}

function readText(folder: string, file: string): string {
  const path = join(folder, file);
  if (!existsSync(path)) throw wrong(file, `it is not in ${folder}. Put the published text there`);
  return readFileSync(path, "utf8");
}

function readData<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  const text = readText(folder, file);
  let data: unknown;
  try {
    data = file.endsWith(".json") ? JSON.parse(text) : parse(text);
  } catch (error) {
    throw wrong(file, `it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const checked = schema.safeParse(data);
  if (!checked.success) throw wrong(file, z.prettifyError(checked.error));
  return checked.data;
}

function wrong(file: string, what: string): KnowledgeError {
  return new KnowledgeError(`${file}: ${what}.`);
}
