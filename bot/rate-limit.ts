/** 限速：how often one key may do something; kept in memory, each server for itself. */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export interface RateLimit {
  /** Counts one more. @returns seconds to wait where that is too often */
  spend(key: string): Promise<number | undefined>;
  /** Counts nothing. */
  waitOf(key: string): Promise<number | undefined>;
}

/** @param most 0: no limit */
export function createRateLimit(most: number, seconds: number): RateLimit {
  if (most === 0) return { spend: async () => undefined, waitOf: async () => undefined };
  const limiter = new RateLimiterMemory({ points: most, duration: seconds });
  const secondsOf = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1000));
  return {
    spend: async (key) => {
      try {
        await limiter.consume(key);
        return undefined;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return secondsOf(refused);
        throw refused;
      }
    },
    waitOf: async (key) => {
      const spent = await limiter.get(key);
      return spent !== null && spent.consumedPoints >= most ? secondsOf(spent) : undefined;
    },
  };
}
