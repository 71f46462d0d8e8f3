/** Requests that answer in JSON, and why one did not. */

export type Failure =
  /** Nothing came back. */
  | { readonly kind: "unreachable" }
  /** The server says why, in words for an owner. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly message: string;
      readonly retryAfterS?: number;
    };

export class RequestFailed extends Error {
  override readonly name = "RequestFailed";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

const PATIENCE_MS = 30_000;

/** @throws RequestFailed */
export async function requestJson<T>(url: string, init: RequestInit = {}): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, { credentials: "same-origin", ...init, signal: abort.signal });
    const body: unknown = await response.json();
    if (!response.ok) throw new RequestFailed(refusal(response, body));
    return body as T;
  } catch (error) {
    throw error instanceof RequestFailed ? error : new RequestFailed({ kind: "unreachable" });
  } finally {
    clearTimeout(timer);
  }
}

/** @throws RequestFailed */
export function postJson<T>(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  return requestJson(url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
}

function refusal(response: Response, body: unknown): Failure {
  const { error } = body as { readonly error?: { readonly message?: string } };
  const retryAfter = Number(response.headers.get("retry-after"));
  return {
    kind: "refused",
    status: response.status,
    message: error?.message ?? "",
    ...(retryAfter > 0 && { retryAfterS: retryAfter }),
  };
}
