/** `mingbai eval`: runs a folder's questions and prints what share is right, kind by kind. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Assessor } from "../../rules/index.ts";
import { ask } from "../ask.ts";
import type { Services } from "../respond.ts";
import { dialogueScores, evaluateDialogues } from "./evaluate-dialogues.ts";
import { evaluateFacts, type Score } from "./evaluate-facts.ts";

const questionSchema = z.object({
  id: z.string(),
  question: z.string(),
  context: z.array(z.string()).optional(),
  labels: z.array(z.string()),
  also: z.array(z.string()).default([]),
  kind: z.string(),
  expect: z.enum(["answer", "document", "overview", "out_of_scope"]),
});
type EvaluationQuestion = z.infer<typeof questionSchema>;

/** A question and what came of it. */
interface Judged extends EvaluationQuestion {
  readonly outcome: string;
  readonly found: readonly string[];
}

interface Ablation {
  readonly name: string;
  readonly first: number;
  readonly three: number;
  readonly refused: number;
}

export interface Evaluation {
  readonly questions: number;
  readonly scores: readonly Score[];
  readonly kinds: readonly Score[];
  readonly wrong: readonly { id: string; kind: string; question: string; wanted: string; got: string }[];
}

export interface EvaluateOptions {
  readonly json?: boolean;
  readonly wrong?: boolean;
  readonly ablation?: boolean;
}

const FILES = ["questions.jsonl", "dialogues.jsonl", "facts.jsonl", "size.jsonl", "verdicts.jsonl"];

export async function runEvaluate(
  folder: string,
  options: EvaluateOptions,
  services: Services,
  assessor: Assessor,
): Promise<number> {
  if (!FILES.some((file) => existsSync(join(folder, file)))) {
    process.stderr.write(
      `${folder} holds none of ${FILES.join(", ")}. Name a folder that does with --data DIR.\n`,
    );
    return 2;
  }
  const file = join(folder, "questions.jsonl");
  const questions = existsSync(file) ? readQuestions(file) : [];
  const evaluation = questions.length > 0 ? await evaluate(questions, services) : undefined;
  const ablation = options.ablation ? await ablate(questions, services) : [];
  const facts = evaluateFacts(folder, assessor);
  const dialogues = await evaluateDialogues(folder, services);
  if (options.json) {
    const parts = { ...evaluation, facts, dialogues, ...(options.ablation && { ablation }) };
    process.stdout.write(`${JSON.stringify(parts)}\n`);
    return 0;
  }
  const lines = [
    ...(evaluation ? [tableOf(evaluation, options.wrong ?? false), ...ablationTable(ablation), ""] : []),
    ...[...facts.scores, ...dialogueScores(dialogues)].map(rowOf),
    ...(options.wrong
      ? facts.wrong.map(
          ({ id, text, wanted, got }) => `${id} ${text}\n    wanted ${wanted}\n    got    ${got}`,
        )
      : []),
    ...(options.wrong
      ? dialogues.filter(({ passed }) => !passed).map(({ id, transcript }) => `\n${id}\n${transcript}`)
      : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

export function readQuestions(file: string): EvaluationQuestion[] {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.map((line, index) => {
    const checked = questionSchema.safeParse(JSON.parse(line));
    if (!checked.success) throw new Error(`${file}:${index + 1}: ${z.prettifyError(checked.error)}`);
    return checked.data;
  });
}

export async function evaluate(
  questions: readonly EvaluationQuestion[],
  services: Services,
): Promise<Evaluation> {
  const judged: Judged[] = [];
  for (const question of questions) {
    const { reply, retrieval } = await ask(question, services);
    const found = (retrieval?.hits ?? []).map((hit) => hit.clause);
    judged.push({ ...question, outcome: reply.outcome, found });
  }
  const answerable = judged.filter((question) => question.expect === "answer");
  const multi = answerable.filter((question) => question.kind === "multi");
  const elsewhere = judged.filter(
    (question) => question.expect === "document" || question.expect === "overview",
  );
  const score = (name: string, of: readonly Judged[], right: (question: Judged) => boolean): Score => {
    return { name, right: of.filter(right).length, of: of.length };
  };
  const kinds = [...new Set(judged.map((question) => question.kind))].sort();
  return {
    questions: judged.length,
    scores: [
      score("R@1, all in-scope", answerable, firstIsRight),
      score(
        "R@1, kind colloquial",
        answerable.filter((question) => question.kind === "colloquial"),
        firstIsRight,
      ),
      score("right measure first", answerable, (question) =>
        acceptable(question).some((id) => id.slice(0, 3) === question.found[0]?.slice(0, 3)),
      ),
      score("R@3", answerable, (question) =>
        question.found.slice(0, 3).some((id) => acceptable(question).includes(id)),
      ),
      score("kind multi: both clauses in the first 3", multi, (question) =>
        question.labels.every((id) => question.found.slice(0, 3).includes(id)),
      ),
      score(
        "out of scope refused",
        judged.filter((question) => question.expect === "out_of_scope"),
        outcomeIsRight,
      ),
      score("in scope wrongly refused", answerable, (question) => question.outcome === "out_of_scope"),
      score("document / overview recognised", elsewhere, outcomeIsRight),
      score("clarify", judged, (question) => question.outcome === "clarify"),
    ],
    kinds: kinds.map((kind) =>
      score(
        kind,
        judged.filter((question) => question.kind === kind),
        isRight,
      ),
    ),
    wrong: judged
      .filter((question) => !isRight(question))
      .map(({ id, kind, question, labels, expect, outcome, found }) => {
        return {
          id,
          kind,
          question,
          wanted: labels.join(" ") || expect,
          got: found.slice(0, 3).join(" ") || outcome,
        };
      }),
  };
}

/** Each channel alone, and each left out: share of answerable questions whose first clause, or one of three, is right. */
async function ablate(questions: readonly EvaluationQuestion[], services: Services): Promise<Ablation[]> {
  const rows: Ablation[] = [];
  for (const { name, retriever } of services.retriever.ablations()) {
    const { scores } = await evaluate(questions, {
      ...services,
      retriever: { ...services.retriever, ...retriever },
    });
    const share = (wanted: string) => {
      const score = scores.find((candidate) => candidate.name === wanted);
      return (score?.right ?? 0) / (score?.of || 1);
    };
    rows.push({
      name,
      first: share("R@1, all in-scope"),
      three: share("R@3"),
      refused: share("out of scope refused"),
    });
  }
  return rows;
}

function ablationTable(rows: readonly Ablation[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ name, first, three, refused }) => {
    return [name.padEnd(20), ...[first, three, refused].map((share) => share.toFixed(3).padStart(8))].join(
      " ",
    );
  });
  return ["", "ablation                  R@1      R@3  refused", ...lines];
}

function isRight(question: Judged): boolean {
  return question.expect === "answer" ? firstIsRight(question) : outcomeIsRight(question);
}

function firstIsRight(question: Judged): boolean {
  return question.found[0] !== undefined && acceptable(question).includes(question.found[0]);
}

/** A greeting or a wish for a person is no answer either; what is asked for is that no clause is cited. */
function outcomeIsRight({ expect, outcome }: Judged): boolean {
  return outcome === expect || (expect === "out_of_scope" && outcome === "smalltalk");
}

function acceptable({ labels, also }: EvaluationQuestion): string[] {
  return [...labels, ...also];
}

function rowOf({ name, right, of }: Score): string {
  return `${name.padEnd(42)} ${(of === 0 ? "–" : (right / of).toFixed(3)).padStart(6)}  ${right}/${of}`;
}

function tableOf({ questions, scores, kinds, wrong }: Evaluation, withWrong: boolean): string {
  const misses = wrong.map(
    ({ id, kind, question, wanted, got }) =>
      `${id} ${kind.padEnd(10)} ${wanted} ← ${got}  ${question.slice(0, 60)}`,
  );
  return [
    `${questions} questions`,
    ...scores.map(rowOf),
    "",
    "right, by kind",
    ...kinds.map(rowOf),
    ...(withWrong ? ["", "wrong", ...misses] : []),
  ].join("\n");
}
