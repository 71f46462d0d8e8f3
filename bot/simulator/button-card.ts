/** 按钮卡片：how 企业微信 takes a template card, within its limits, and what can be tapped in it. */
import { z } from "zod";

const characters = (most: number) => z.string().refine((text) => [...text].length <= most);

/** The card of buttons as bots send it. */
export const buttonCardShape = z.looseObject({
  card_type: z.literal("button_interaction"),
  main_title: z.looseObject({ title: characters(26).min(1), desc: characters(30).optional() }),
  sub_title_text: characters(112).optional(),
  task_id: z.string().regex(/^[\w@-]{1,128}$/u),
  button_list: z
    .array(z.looseObject({ text: characters(10).min(1), key: z.string().min(1).max(1024) }))
    .min(1)
    .max(6),
});

export type CardOnPhone = z.infer<typeof buttonCardShape>;

export function cardText({ main_title: { title, desc }, sub_title_text: text }: CardOnPhone): string {
  return [text, title, desc].filter((line) => line !== undefined).join("\n");
}
