/** 下发额度：what an owner does allows so many messages for so long. */
export interface Allowance {
  /** A newer one of the same kind counts anew. */
  readonly kind: string;
  readonly messages: number;
  readonly forMs: number;
}

export interface Ledger {
  readonly allow: (owner: string, allowance: Allowance) => void;
  readonly withdraw: (owner: string) => void;
  /** `closed`: nothing is allowed any more; `used`: as much as was allowed has been sent. */
  readonly spend: (owner: string) => "sent" | "closed" | "used";
}

interface Grant {
  left: number;
  readonly until: number;
}

export function createLedger(now: () => number): Ledger {
  const grants = new Map<string, Map<string, Grant>>();
  return {
    allow: (owner, { kind, messages, forMs }) => {
      const of = grants.get(owner) ?? new Map<string, Grant>();
      grants.set(owner, of.set(kind, { left: messages, until: now() + forMs }));
    },
    withdraw: (owner) => void grants.delete(owner),
    spend: (owner) => {
      const open = [...(grants.get(owner)?.values() ?? [])].filter(({ until }) => until > now());
      const grant = open.find(({ left }) => left > 0);
      if (!grant) return open.length > 0 ? "used" : "closed";
      grant.left -= 1;
      return "sent";
    },
  };
}
