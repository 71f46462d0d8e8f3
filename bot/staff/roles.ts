/** 角色：who may see what of the console. */

export const ROLES = ["operator", "supervisor", "editor"] as const;
export type Role = (typeof ROLES)[number];

/** 栏目 of the console. `review`: what was not answered; `figures`: feedback, statistics, the log of what staff did. */
export type Area = "call" | "queue" | "review" | "figures" | "playground";

/** In the order they are shown. */
export const ROLES_OF: Readonly<Record<Area, readonly Role[]>> = {
  call: ["operator", "supervisor"],
  queue: ["operator", "supervisor"],
  review: ["supervisor", "editor"],
  figures: ["supervisor"],
  playground: ["editor", "supervisor"],
};

export function areasOf(role: Role): readonly Area[] {
  return (Object.keys(ROLES_OF) as Area[]).filter((area) => ROLES_OF[area].includes(role));
}

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}
