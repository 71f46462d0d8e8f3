/** What the console asks its server. Signed out meanwhile: the person signs in again, and the request goes on. */
import type { ConsoleError, ConsoleSession, ConsoleWording } from "../../channels/hotline/protocol.ts";

export class ApiError extends Error {
  override readonly name = "ApiError";
  /** 0: the server was not reached. */
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, message }: ConsoleError["error"]) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface RequestOptions {
  /** The page asks by itself, such as a queue that looks again: that keeps nobody signed in and asks nobody to sign in. */
  readonly byItself?: boolean;
  readonly signal?: AbortSignal;
}

/** Paths are relative to /api/console. All throw ApiError; its message may be shown. */
export interface Api {
  readonly get: <T>(path: string, options?: RequestOptions) => Promise<T>;
  readonly post: <T>(path: string, body: object, options?: RequestOptions) => Promise<T>;
  readonly put: <T>(path: string, body: object, options?: RequestOptions) => Promise<T>;
  readonly delete: <T>(path: string, options?: RequestOptions) => Promise<T>;
  /** A file, with the name the server gives it. */
  readonly file: (path: string, body: object) => Promise<{ readonly blob: Blob; readonly name: string }>;
  /** To be called now and then while a person is at work without asking anything, such as in a call. */
  readonly keepAlive: () => Promise<void>;
}

export interface ApiSurroundings {
  readonly wording: ConsoleWording;
  /** Who signed in, as last heard. */
  readonly session: () => ConsoleSession | undefined;
  /** Resolves once the same person has signed in again. */
  readonly signInAgain: () => Promise<void>;
  /** Asks again who is signed in: another window may have signed in anew. */
  readonly refresh: () => Promise<void>;
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

export function createApi({ wording, session, signInAgain, refresh }: ApiSurroundings): Api {
  const send = async (method: Method, path: string, body?: object, options: RequestOptions = {}) => {
    for (let attempts = 0; ; attempts++) {
      const response = await reach(wording, path, initOf(method, body, options, session()?.csrf));
      if (response.ok) return response;
      const error = await errorOf(response, wording);
      if (response.status === 401 && options.byItself !== true) await signInAgain();
      else if (error.code === "stale_page" && attempts === 0) await refresh();
      else throw error;
    }
  };
  const json = async <T>(...request: Parameters<typeof send>): Promise<T> => {
    const response = await send(...request);
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
  return {
    get: (path, options) => json("GET", path, undefined, options),
    post: (path, body, options) => json("POST", path, body, options),
    put: (path, body, options) => json("PUT", path, body, options),
    delete: (path, options) => json("DELETE", path, undefined, options),
    file: async (path, body) => {
      const response = await send("POST", path, body);
      const [, name = "export"] =
        /filename="([^"]+)"/u.exec(response.headers.get("content-disposition") ?? "") ?? [];
      return { blob: await response.blob(), name };
    },
    keepAlive: () => json("GET", "/session"),
  };
}

/** @throws ApiError where the server is not reached */
export async function reach(wording: ConsoleWording, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/console${path}`, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, { code: "offline", message: wording.offline });
  }
}

export async function errorOf(response: Response, wording: ConsoleWording): Promise<ApiError> {
  const body = (await response.json().catch(() => undefined)) as ConsoleError | undefined;
  return new ApiError(response.status, body?.error ?? { code: "offline", message: wording.offline });
}

function initOf(
  method: Method,
  body: object | undefined,
  { byItself, signal }: RequestOptions,
  csrf: string | undefined,
): RequestInit {
  return {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(csrf !== undefined && { "x-mingbai-csrf": csrf }),
      ...(byItself === true && { "x-mingbai-by-itself": "1" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  };
}
