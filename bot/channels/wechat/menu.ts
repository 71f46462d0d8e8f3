/** 自定义菜单：what stands at the foot of the account's conversation; pressing says something, as if it were written. */
import { z } from "zod";

/** As WeChat counts: bytes. */
const upTo = (bytes: number, what: string) =>
  z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= bytes, {
      error: `${what} may have ${bytes} bytes (a 汉字 has 3)`,
    });

const LONGEST_NAME = 16;
const LONGEST_ITEM_NAME = 60;
const LONGEST_KEY = 128;

const says = upTo(LONGEST_KEY, "what is said");
const pressed = (name: z.ZodType<string>) =>
  z.union([
    z.strictObject({ name, says }),
    /** Opens a page. */
    z.strictObject({ name, url: z.url({ protocol: /^https?$/u }) }),
  ]);

export const menuSchema = z
  .array(
    z.union([
      ...pressed(upTo(LONGEST_NAME, "a name at the foot")).options,
      z.strictObject({
        name: upTo(LONGEST_NAME, "a name at the foot"),
        items: z
          .array(pressed(upTo(LONGEST_ITEM_NAME, "a name")))
          .min(1)
          .max(5),
      }),
    ]),
  )
  .min(1)
  .max(3);

export type Menu = z.infer<typeof menuSchema>;

type Entry = Menu[number];

export function menuForWechat(menu: Menu): object {
  return { button: menu.map(buttonOf) };
}

function buttonOf(entry: Entry): object {
  if ("items" in entry) return { name: entry.name, sub_button: entry.items.map(buttonOf) };
  return "url" in entry
    ? { type: "view", name: entry.name, url: entry.url }
    : { type: "click", name: entry.name, key: entry.says };
}
