/** The chat page. */
import type { Given } from "../../channels/webchat/protocol.ts";
import { createChat } from "./chat.ts";

declare const GIVEN: Given;

const place = document.querySelector("main");
const chat = createChat({ words: GIVEN.words, origin: "", isPage: true });
place?.replaceChildren(chat.node);
chat.focus();
