/** `GET /openapi.json`: what programs can call, described by the very schemas that check it. */
import { z } from "zod";
import {
  chatRequest,
  chatResponse,
  errorResponse,
  feedbackRequest,
  handoverEndRequest,
  handoverQuery,
  handoverResponse,
} from "./schemas.ts";

type Json = Readonly<Record<string, unknown>>;

export function openApi(version: string): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "明白 Mingbai",
      version,
      description: "Answers from a government notice, clause by clause, word for word.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths: {
      "/api/chat": {
        post: {
          operationId: "chat",
          summary: "A message in, its reply out.",
          requestBody: json(chatRequest),
          responses: {
            ...answers(chatResponse, "The reply."),
            ...refusals("400", "413", "429", "500", "503"),
          },
        },
      },
      "/api/feedback": {
        post: {
          operationId: "feedback",
          summary: "Whether an answer was useful, and why not. Said again, the later counts.",
          requestBody: json(feedbackRequest),
          responses: {
            ...answers(z.object({ kept: z.literal(true) }), "It is kept."),
            ...refusals("400", "404", "413", "429", "500", "503"),
          },
        },
      },
      "/api/chat/handover": {
        get: {
          operationId: "handover",
          summary: "How far the way to a person is, and what the person has said.",
          parameters: parametersOf(handoverQuery),
          responses: {
            ...answers(handoverResponse, "How it stands."),
            ...refusals("400", "429", "500", "503"),
          },
        },
      },
      "/api/chat/handover/end": {
        post: {
          operationId: "endHandover",
          summary: "No person is wanted any more.",
          requestBody: json(handoverEndRequest),
          responses: {
            ...answers(handoverResponse, "How it stands now."),
            ...refusals("400", "413", "429", "500", "503"),
          },
        },
      },
      "/card/{receipt}": {
        get: {
          operationId: "card",
          summary: "The card of an answer, as a page.",
          parameters: [{ name: "receipt", in: "path", required: true, schema: { type: "string" } }],
          responses: {
            200: page("The card."),
            404: page("There is none."),
            429: page("Too many were looked up in vain."),
          },
        },
      },
      "/healthz": {
        get: { operationId: "health", summary: "The process is there.", responses: { 200: text("ok") } },
      },
      "/readyz": {
        get: {
          operationId: "ready",
          summary: "It can answer: knowledge is loaded and the store can be used.",
          responses: {
            ...answers(
              z.object({
                documentNumber: z.string(),
                notice: z.string(),
                rules: z.string(),
                index: z.string(),
                program: z.string(),
              }),
              "What it answers from.",
            ),
            ...refusals("503"),
          },
        },
      },
      "/metrics": {
        get: {
          operationId: "metrics",
          summary: "Counters for Prometheus; no personal data.",
          responses: {
            200: text("In the exposition format."),
            401: { description: "METRICS_TOKEN is set." },
          },
        },
      },
    },
  };
}

function json(schema: z.ZodType): Json {
  return { required: true, content: { "application/json": { schema: schemaOf(schema, "input") } } };
}

function answers(schema: z.ZodType, description: string): Json {
  return { 200: { description, content: { "application/json": { schema: schemaOf(schema, "output") } } } };
}

const REFUSALS = {
  400: "The request is not in this form.",
  404: "There is no such answer.",
  413: "Too much at once.",
  429: "Too often; Retry-After says when.",
  500: "Something went wrong here.",
  503: "What was said could not be kept; send it again under its id.",
} as const;

function refusals(...codes: readonly `${keyof typeof REFUSALS}`[]): Json {
  const content = { "application/json": { schema: schemaOf(errorResponse, "output") } };
  return Object.fromEntries(codes.map((code) => [code, { description: REFUSALS[code], content }]));
}

function page(description: string): Json {
  return { description, content: { "text/html": { schema: { type: "string" } } } };
}

function text(description: string): Json {
  return { description, content: { "text/plain": { schema: { type: "string" } } } };
}

function parametersOf(schema: z.ZodObject): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io });
  return described;
}
