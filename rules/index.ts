/** The front door of the rules: from facts to enterprise size; verdicts are to come. */
export { enterpriseSize, type SizeResult } from "./enterprise-size.ts";
export { INDUSTRIES, sizeFactsSchema } from "./facts.ts";
