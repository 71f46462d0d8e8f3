/** 评价：有用, or 没用 and why. */
import type { FeedbackReason, FeedbackWords } from "../../channels/webchat/protocol.ts";
import { button, element, icon } from "../shared/dom.ts";
import { newId } from "../shared/new-id.ts";

export interface Opinion {
  readonly useful: boolean;
  readonly reason?: FeedbackReason;
  readonly text?: string;
}

const LONGEST = 500;

/** @param give false where it could not be told; then it can be tried again */
export function createFeedback(
  words: FeedbackWords,
  cancelLabel: string,
  given: "useful" | "useless" | undefined,
  give: (opinion: Opinion) => Promise<boolean>,
): HTMLElement {
  const node = element("div", "feedback");
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", words.ask);
  const thank = () => {
    const thanks = element("p", "thanks", words.thanks);
    thanks.tabIndex = -1;
    node.replaceChildren(thanks);
    node.classList.remove("open");
    return thanks;
  };
  const tell = async (opinion: Opinion) => {
    if (await give(opinion)) thank().focus({ preventScroll: true });
  };
  const ask = () => {
    const useless = button("quiet", [icon("useless"), words.useless], () => {
      const form = createForm(words, cancelLabel, tell, () => ask().focus({ preventScroll: true }));
      node.replaceChildren(form);
      node.classList.add("open");
      form.querySelector("input")?.focus({ preventScroll: true });
    });
    node.classList.remove("open");
    node.replaceChildren(
      button("quiet", [icon("useful"), words.useful], () => void tell({ useful: true })),
      useless,
    );
    return useless;
  };
  if (given === undefined) ask();
  else thank();
  return node;
}

function createForm(
  words: FeedbackWords,
  cancelLabel: string,
  tell: (opinion: Opinion) => Promise<void>,
  cancel: () => void,
): HTMLElement {
  const reasons = Object.entries(words.reasons) as [FeedbackReason, string][];
  // Several answers can be judged side by side.
  const name = newId();
  const radios = reasons.map(([reason, label]) => {
    const radio = element("input", "");
    radio.type = "radio";
    radio.name = name;
    radio.value = reason;
    return { radio, label: element("label", "", radio, label) };
  });
  const text = element("textarea", "");
  text.rows = 2;
  text.maxLength = LONGEST;
  text.placeholder = words.text;
  text.setAttribute("aria-label", words.text);
  const submit = button("primary", [words.submit], () => {
    const chosen = radios.find(({ radio }) => radio.checked)?.radio;
    if (chosen === undefined) return;
    const written = text.value.trim();
    void tell({
      useful: false,
      reason: chosen.value as FeedbackReason,
      ...(written !== "" && { text: written }),
    });
  });
  submit.disabled = true;
  const form = element(
    "fieldset",
    "",
    element("legend", "", words.whatIsWrong),
    element("div", "reasons", ...radios.map(({ label }) => label)),
    text,
    element("div", "buttons", submit, button("quiet", [cancelLabel], cancel)),
  );
  form.addEventListener("change", () => {
    submit.disabled = !radios.some(({ radio }) => radio.checked);
  });
  return form;
}
