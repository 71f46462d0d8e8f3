/** 微信客服接口 */
import { z } from "zod";
import { type QyApi, QyApiError } from "../qyapi.ts";
import { pageShape } from "./receive.ts";
import type { KfCustomer, KfOutgoing } from "./types.ts";

export interface KfClient {
  /** @throws QyApiError, as all here */
  pull(account: string, cursor: string, token?: string): Promise<z.infer<typeof pageShape>>;
  /** @param id ours: what was sent under it already is not sent again */
  send(to: KfCustomer, id: string, message: KfOutgoing): Promise<void>;
  /** Once for what the code was given for. */
  sendOnEvent(code: string, id: string, message: KfOutgoing): Promise<void>;
  serviceState(of: KfCustomer): Promise<number>;
  /** @returns a code to say one thing with, where the platform gives one */
  transfer(of: KfCustomer, state: number, servicer?: string): Promise<string | undefined>;
}

const LARGEST_PAGE = 1000;
const BAD_PULL_TOKEN = 95007;

const stateShape = z.object({ service_state: z.number() });
const transferShape = z.object({ msg_code: z.string().optional() });

export function createKfClient(api: QyApi): KfClient {
  const pull: KfClient["pull"] = async (account, cursor, token) => {
    const body = { open_kfid: account, cursor, limit: LARGEST_PAGE, ...(token !== undefined && { token }) };
    try {
      return await api.call("kf/sync_msg", body, pageShape);
    } catch (error) {
      const isStale = token !== undefined && error instanceof QyApiError && error.code === BAD_PULL_TOKEN;
      if (isStale) return pull(account, cursor);
      throw error;
    }
  };
  const named = ({ account, customer }: KfCustomer) => ({ open_kfid: account, external_userid: customer });
  return {
    pull,
    send: async ({ account, customer }, id, message) => {
      await api.call("kf/send_msg", { touser: customer, open_kfid: account, msgid: id, ...message });
    },
    sendOnEvent: async (code, id, message) => {
      await api.call("kf/send_msg_on_event", { code, msgid: id, ...message });
    },
    serviceState: async (of) => {
      const { service_state: state } = await api.call("kf/service_state/get", named(of), stateShape);
      return state;
    },
    transfer: async (of, state, servicer) => {
      const body = {
        ...named(of),
        service_state: state,
        ...(servicer !== undefined && { servicer_userid: servicer }),
      };
      const { msg_code: code } = await api.call("kf/service_state/trans", body, transferShape);
      return code;
    },
  };
}
