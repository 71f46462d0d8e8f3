/** 公众号答复：blocks → texts of 2048 bytes, with links that send a number. */
import type { Block } from "../../blocks.ts";
import { bytesOf, pagesOf, piecesOf } from "../pages.ts";
import { type PickWriter, renderText } from "../text.ts";

/** WeChat shows no more. */
const LONGEST_TEXT = 2048;
/** A link beyond this is not worth its bytes. */
const LONGEST_LINK = 400;

/** With links where all fits; without, where that makes it fit. */
export function pagesForWechat(blocks: readonly Block[]): readonly string[] {
  const whole = [pickLink, plain]
    .map((pick) => rendered(blocks, pick))
    .find((text) => bytesOf(text) <= LONGEST_TEXT);
  return whole === undefined ? pagesOf(blocks, LONGEST_TEXT, (some) => rendered(some, pickLink)) : [whole];
}

/** A person's words, in as many messages as they need. */
export function messagesOf(text: string): readonly string[] {
  return piecesOf(unlinked(text), LONGEST_TEXT);
}

/** Sends the words when it is tapped, with an id where the account may have one. */
export function sendingLink(words: string, label = words, id = "ask"): string {
  const link = `<a href="weixin://bizmsgmenu?msgmenucontent=${inAddress(words)}&msgmenuid=${id}">${unlinked(label)}</a>`;
  return bytesOf(link) > LONGEST_LINK ? unlinked(label) : link;
}

const pickLink: PickWriter = (number, label) => sendingLink(label, label, `pick-${number}`);
const plain: PickWriter = (_, label) => label;

function rendered(blocks: readonly Block[], pick: PickWriter): string {
  return unlinked(renderText(blocks, pick));
}

/** Nothing but our own links is one; WeChat shows other signs as they are. */
function unlinked(text: string): string {
  return text.replaceAll(/<(?!a href="weixin:\/\/bizmsgmenu\?|\/a>)/gu, "＜");
}

/** What would end the address or a parameter is written full-width, since WeChat shows and sends it as it stands. */
function inAddress(words: string): string {
  return words.replaceAll(/[\s"&<>#%+=']/gu, (sign) => (sign.trim() === "" ? "　" : fullWidth(sign)));
}

function fullWidth(sign: string): string {
  return String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0);
}
