/** 来电的记录：kept in the browser at each change, and on the server soon after; neither a refresh nor a lost line loses it. */
import type {
  CallsResponse,
  SaveCallRequest,
  WireCall,
  WireCallContent,
} from "../../../channels/hotline/protocol-desk.ts";
import { newId } from "../../shared/new-id.ts";
import { type Api, ApiError } from "../api.ts";

/** `idle`: no call yet. `ended`: the last one can still be read. */
export type CallState = "idle" | "running" | "ended";

export interface KeptCall {
  readonly id: string;
  readonly state: CallState;
  /** By this computer's clock. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly content: WireCallContent;
  readonly saving: "saved" | "unsaved" | "failed";
}

export interface CallKeeper {
  readonly call: () => KeptCall;
  /** A call this person had not ended, from the server or this window. @returns whether there was one */
  readonly restore: () => Promise<boolean>;
  readonly begin: () => void;
  /** Begins a call where none has begun. Nothing is changed once it has ended. */
  readonly note: (change: Partial<WireCallContent>) => void;
  /** Resolves once the server has all. @throws ApiError */
  readonly flush: () => Promise<void>;
  /** @throws ApiError */
  readonly end: () => Promise<void>;
}

const EMPTY: WireCallContent = { asked: [], notes: "", facts: {}, clauses: [], isUnresolved: false };
const SAVE_AFTER_MS = 500;
const RETRY_MS = 3_000;
/** What was begun longer ago nobody is still talking in. */
const LONGEST_CALL_MS = 8 * 60 * 60 * 1000;

interface Kept extends KeptCall {
  readonly revision: number;
}

/** @param login keeps what is in the browser apart where several people use it */
export function createCallKeeper(api: Api, login: string, onChange: () => void): CallKeeper {
  const place = `mingbai-call:${login}`;
  let kept: Kept = { id: "", state: "idle", startedAt: 0, content: EMPTY, saving: "saved", revision: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;

  const set = (change: Partial<Kept>) => {
    kept = { ...kept, ...change };
    if (kept.state === "running") sessionStorage.setItem(place, JSON.stringify(kept));
    else sessionStorage.removeItem(place);
    onChange();
  };
  const saveLater = (wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save().catch(() => {}), wait);
  };
  /** One at a time; what was changed meanwhile goes next. */
  const save = (): Promise<void> => {
    clearTimeout(timer);
    running ??= saveNow().finally(() => {
      running = undefined;
    });
    return running;
  };
  const saveNow = async () => {
    while (kept.state === "running" && kept.saving !== "saved") {
      const { id, revision, content } = kept;
      try {
        await api.put<WireCall>(`/calls/${id}`, { revision, content } satisfies SaveCallRequest);
      } catch (error) {
        if (error instanceof ApiError && kept.id === id) {
          set({ saving: "failed" });
          saveLater(RETRY_MS);
        }
        throw error;
      }
      if (kept.id === id && kept.revision === revision) set({ saving: "saved" });
      else if (kept.id !== id) return;
    }
  };
  const begin = () => {
    const startedAt = Date.now();
    const fresh = { id: newId(), state: "running", startedAt, content: EMPTY, revision: 1 } as const;
    kept = { ...fresh, saving: "unsaved" };
    set({});
    saveLater(0);
  };
  return {
    call: () => kept,
    restore: async () => {
      const own = JSON.parse(sessionStorage.getItem(place) ?? "null") as Kept | null;
      if (own !== null) set({ ...own, saving: "unsaved" });
      const { calls, now } = await api.get<CallsResponse>("/calls");
      const open = calls.find(({ endedAt, startedAt }) => {
        return endedAt === undefined && now - startedAt < LONGEST_CALL_MS;
      });
      if (open && open.revision >= kept.revision && (own === null || own.id === open.id)) {
        const startedAt = Date.now() - (now - open.startedAt);
        set({ ...open, startedAt, state: "running", saving: "saved" });
      }
      if (kept.saving !== "saved") saveLater(0);
      return kept.state === "running";
    },
    begin,
    note: (change) => {
      if (kept.state === "ended") return;
      if (kept.state === "idle") begin();
      const content = { ...kept.content, ...change };
      set({ content, revision: kept.revision + 1, saving: kept.saving === "failed" ? "failed" : "unsaved" });
      saveLater(SAVE_AFTER_MS);
    },
    flush: async () => {
      await running?.catch(() => {});
      await save();
    },
    end: async () => {
      const { id } = kept;
      await running?.catch(() => {});
      await save();
      await api.post<WireCall>(`/calls/${id}/end`, {});
      if (kept.id === id) set({ state: "ended", endedAt: Date.now() });
    },
  };
}
