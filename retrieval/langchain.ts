/** For those who build with LangChain: the same retrieval as a retriever of documents. */
import type { CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import { Document } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import type { Notice } from "../knowledge/index.ts";
import type { Retriever } from "./retriever.ts";

/** Gives the clauses a question is about, word for word; none where the notice has no answer. */
export class ClauseRetriever extends BaseRetriever {
  readonly lc_namespace = ["mingbai", "retrievers"];
  readonly #retriever: Retriever;
  readonly #notice: Notice;

  constructor(retriever: Retriever, notice: Notice) {
    super();
    this.#retriever = retriever;
    this.#notice = notice;
  }

  override async _getRelevantDocuments(
    question: string,
    _run?: CallbackManagerForRetrieverRun,
  ): Promise<Document[]> {
    const { hits } = await this.#retriever.retrieve(question);
    return hits.flatMap(({ clause: id, score }) => {
      const clause = this.#notice.clauses.find((candidate) => candidate.id === id);
      if (clause === undefined) return [];
      const { measure, title, departments } = clause;
      return new Document({
        pageContent: clause.text,
        metadata: {
          clause: id,
          score,
          measure,
          title,
          documentNumber: this.#notice.documentNumber,
          departments: departments.map(({ name }) => name),
        },
      });
    });
  }
}
