/** The shapes of a notice: 通知 → 措施 → 条款, each a slice of the published text. */

/** A calendar date in Asia/Shanghai, `YYYY-MM-DD`. */
export type IsoDate = string;

/** 条款编号, e.g. `M06.4`: the fourth clause of measure six. */
export type ClauseId = string;

/** Half-open range of UTF-16 offsets into a source text as stored, line breaks included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** 版头：what stands above and around the text of a notice. */
export interface Masthead {
  /** 发文字号 */
  readonly documentNumber: string;
  /** 标题 of the covering notice (关于印发……的通知) */
  readonly title: string;
  /** 所印发文件的名称, e.g. 加力帮扶中小微企业纾困解难若干措施 */
  readonly measuresTitle: string;
  /** 发文机关 */
  readonly issuer: string;
  /** 成文日期 */
  readonly issuedOn: IsoDate;
  /** 发布日期 */
  readonly publishedOn?: IsoDate;
  /** 发布机构 */
  readonly publisher?: string;
  /** 主送机关 */
  readonly addressees: readonly string[];
  /** 印发语：the sentence that issues the measures */
  readonly covering?: string;
}

/** 责任单位, by the name the notice uses, and by today's where it has changed. */
export interface Department {
  readonly name: string;
  readonly successor?: string;
}

/** 条款的性质：what kind of promise it is, and so what verdicts it can have. */
export type Nature = "entitlement" | "discretionary" | "remedy" | "programme" | "target" | "background";

export type EnterpriseSize = "micro" | "small" | "medium" | "large";

/** 适用对象 in the clause's own words; one alternative of `anyOf`. */
export interface AudienceMember {
  readonly entityType: "enterprise" | "individual";
  readonly size?: readonly EnterpriseSize[];
}

/** 后来的情况：what other documents said after the notice. */
export interface LaterDevelopment {
  readonly clause: ClauseId;
  readonly text: string;
  /** As exact as the source gives it: a day, a month or a year. */
  readonly date: string;
  readonly source: string;
}

/** 异文：where a second published copy of the notice differs from the official text. */
export interface Variant {
  /** Absent where the difference lies outside the clauses (责任单位, closing paragraph). */
  readonly clause?: ClauseId;
  readonly where: "clause" | "departments" | "closing" | "preamble";
  readonly measure?: number;
  readonly official: string;
  readonly other: string;
  /** A few characters on either side in the official text, for reading. */
  readonly before: string;
  readonly after: string;
  /** The file the other reading stands in. */
  readonly copy: string;
  readonly span: Span;
}

/** 术语对照：an official term, how people say it, and what it means by a named source. */
export interface GlossaryTerm {
  readonly term: string;
  readonly everyday: readonly string[];
  readonly meaning: string;
  readonly source: string;
}

/** 条款：the smallest part that promises one thing, word for word. */
export interface Clause {
  readonly id: ClauseId;
  readonly measure: number;
  readonly title: string;
  /** Verbatim, line breaks removed. */
  readonly text: string;
  /** Where it stands in the official text as stored. */
  readonly span: Span;
  readonly departments: readonly Department[];
  readonly nature: Nature;
  /** 适用对象; absent where a firm can apply for nothing. */
  readonly audience?: { readonly anyOf: readonly AudienceMember[] };
  readonly conditions: readonly string[];
  readonly validFrom: IsoDate;
  readonly validTo?: IsoDate;
  readonly decidedBy?: string;
  readonly note?: string;
  readonly later: readonly LaterDevelopment[];
  readonly variants: readonly Variant[];
  readonly terms: readonly GlossaryTerm[];
}

/** 措施：one of the notice's numbered measures. */
export interface Measure {
  readonly number: number;
  /** As printed, e.g. `六、` */
  readonly numeral: string;
  /** Verbatim without numeral and departments, line breaks removed. */
  readonly text: string;
  readonly span: Span;
  /** The closing bracket as printed, e.g. `（各地方负责）` */
  readonly bracket: string;
  readonly clauses: readonly Clause[];
}

/** 通知 */
export interface Notice extends Masthead {
  /** The folder's name, used as the notice's id, e.g. `miit-2022-103`. */
  readonly id: string;
  readonly preamble: string;
  readonly closing: string;
  readonly measures: readonly Measure[];
  readonly clauses: readonly Clause[];
  readonly variants: readonly Variant[];
  readonly glossary: readonly GlossaryTerm[];
  /** SHA-256 (hex) of everything an answer can quote. */
  readonly digest: string;
}
