/** 划型：《中小企业划型标准规定》（工信部联企业〔2011〕300号）, exactly, for figures that may be known in part. */
import {
  type EnterpriseSize,
  INDUSTRIES,
  type Industry,
  type Range,
  SIZES,
  type SizeFacts,
} from "./facts.ts";

export interface SizeResult {
  /** The size, where only one is left. */
  readonly size: EnterpriseSize | "unknown";
  /** Every size some completion of the facts allows, smallest first. */
  readonly possible: readonly EnterpriseSize[];
  /** The owner states a size that the figures rule out; the statement is not used. */
  readonly contradiction: boolean;
}

type Indicator = "employees" | "revenue" | "assets";
/** Inclusive lower bounds of 小, 中 and 大. */
type Bounds = readonly [small: number, medium: number, large: number];
type Category = Readonly<Partial<Record<Indicator, Bounds>>>;

const INDUSTRIAL: Category = { employees: [20, 300, 1000], revenue: [300, 2000, 40_000] };
const LODGING_AND_CATERING: Category = { employees: [10, 100, 300], revenue: [100, 2000, 10_000] };
const LEASING_AND_BUSINESS: Category = { employees: [10, 100, 300], assets: [100, 8000, 120_000] };
const UNLISTED: Category = { employees: [10, 100, 300] };

const CATEGORIES: Readonly<Record<Industry, Category>> = {
  agriculture: { revenue: [50, 500, 20_000] },
  mining: INDUSTRIAL,
  manufacturing: INDUSTRIAL,
  utilities: INDUSTRIAL,
  construction: { revenue: [300, 6000, 80_000], assets: [300, 5000, 80_000] },
  wholesale: { employees: [5, 20, 200], revenue: [1000, 5000, 40_000] },
  retail: { employees: [10, 50, 300], revenue: [100, 500, 20_000] },
  transport: { employees: [20, 300, 1000], revenue: [200, 3000, 30_000] },
  warehousing: { employees: [20, 100, 200], revenue: [100, 1000, 30_000] },
  post: { employees: [20, 300, 1000], revenue: [100, 2000, 30_000] },
  accommodation: LODGING_AND_CATERING,
  catering: LODGING_AND_CATERING,
  telecom: { employees: [10, 100, 2000], revenue: [100, 1000, 100_000] },
  software: { employees: [10, 100, 300], revenue: [50, 1000, 10_000] },
  realEstate: { revenue: [100, 1000, 200_000], assets: [2000, 5000, 10_000] },
  propertyManagement: { employees: [100, 300, 1000], revenue: [500, 1000, 5000] },
  businessServices: LEASING_AND_BUSINESS,
  travelAgency: LEASING_AND_BUSINESS,
  culture: UNLISTED,
  tourism: UNLISTED,
  other: UNLISTED,
};

const ANY_FIGURE: Range = { min: 0, max: Number.POSITIVE_INFINITY };

/** Exact: each size in `possible` is reached by some completion of the facts, and no other is. */
export function enterpriseSize(facts: SizeFacts): SizeResult {
  const industries = facts.industry ? [facts.industry] : (Object.keys(INDUSTRIES) as Industry[]);
  const reachable = new Set(industries.flatMap((industry) => tiersOf(CATEGORIES[industry], facts)));
  const byFigures = SIZES.filter((_, tier) => reachable.has(tier));
  const agreed = byFigures.filter((size) => facts.size?.includes(size));
  const isStated = facts.size !== undefined && facts.size !== null;
  const stated = isStated && byFigures.length > 1;
  const possible = stated && agreed.length > 0 ? agreed : byFigures;
  const [only, ...others] = possible;
  return {
    size: only !== undefined && others.length === 0 ? only : "unknown",
    possible,
    contradiction: isStated && agreed.length === 0,
  };
}

/**
 * A tier needs all its bounds, so the enterprise's tier is the lowest its indicators reach. Each indicator runs through the
 * tiers between its ends, so the lowest does too.
 */
function tiersOf(category: Category, facts: SizeFacts): number[] {
  const indicators = Object.entries(category) as [Indicator, Bounds][];
  const lowest = Math.min(
    ...indicators.map(([name, bounds]) => tierOf((facts[name] ?? ANY_FIGURE).min, bounds)),
  );
  const highest = Math.min(
    ...indicators.map(([name, bounds]) => tierOf((facts[name] ?? ANY_FIGURE).max, bounds)),
  );
  return Array.from({ length: highest - lowest + 1 }, (_, step) => lowest + step);
}

/** 0 微型 … 3 大型 */
function tierOf(value: number, bounds: Bounds): number {
  return bounds.filter((bound) => value >= bound).length;
}
