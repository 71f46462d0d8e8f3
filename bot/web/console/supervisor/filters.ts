/** 筛选：a row of fields; what they say as the part of an address after `?`. */
import type { ConsoleContext } from "../context.ts";
import { button, el, field, type Part } from "../element.ts";
import { dateOf, daysBefore } from "../time.ts";

/** Not after every letter. */
const TYPING_MS = 300;

export interface Option {
  readonly value: string;
  readonly label: string;
}

type Field = HTMLInputElement | HTMLSelectElement;

export interface Filters {
  readonly element: HTMLElement;
  /** Empty fields are left out. */
  readonly query: () => Readonly<Record<string, string>>;
  readonly set: (values: Readonly<Record<string, string>>) => void;
}

/** @param fields by the name they have in the address */
export function createFilters(
  fields: Readonly<Record<string, { readonly label: string; readonly input: Field }>>,
  onChange: () => void,
  ...more: readonly Part[]
): Filters {
  let typing: ReturnType<typeof setTimeout> | undefined;
  const entries = Object.entries(fields);
  for (const [, { input }] of entries) {
    input.addEventListener(input.type === "search" ? "input" : "change", () => {
      clearTimeout(typing);
      typing = setTimeout(onChange, input.type === "search" ? TYPING_MS : 0);
    });
  }
  const element = el(
    "form",
    { class: "filters" },
    ...entries.map(([, { label, input }]) => field(label, input)),
    ...more,
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    onChange();
  });
  return {
    element,
    query: () =>
      Object.fromEntries(
        entries.flatMap(([name, { input }]) =>
          input.value.trim() === "" ? [] : [[name, input.value.trim()]],
        ),
      ),
    set: (values) => {
      for (const [name, { input }] of entries) input.value = values[name] ?? "";
      onChange();
    },
  };
}

export function select(options: readonly Option[], value = ""): HTMLSelectElement {
  const element = el("select", {});
  fill(element, options);
  element.value = value;
  return element;
}

/** Keeps what is chosen, as far as it is still there. */
export function fill(element: HTMLSelectElement, options: readonly Option[]): void {
  const before = element.value;
  element.replaceChildren(...options.map(({ value, label }) => el("option", { value }, label)));
  if (options.some(({ value }) => value === before)) element.value = before;
}

export function options(names: Readonly<Record<string, string>>, all: string): Option[] {
  return [{ value: "", label: all }, ...Object.entries(names).map(([value, label]) => ({ value, label }))];
}

export function dateField(value = ""): HTMLInputElement {
  return el("input", { type: "date", value });
}

/** Buttons that set both dates. */
export function rangeButtons(
  ranges: readonly { readonly label: string; readonly days: number }[],
  from: HTMLInputElement,
  to: HTMLInputElement,
  onChange: () => void,
): HTMLElement {
  const buttons = ranges.map(({ label, days }) =>
    button(label, () => {
      from.value = daysBefore(Date.now(), days - 1);
      to.value = dateOf(Date.now());
      onChange();
    }),
  );
  return el("div", { class: "ranges" }, ...buttons);
}

/** `?a=1&b=2`; nothing where nothing is asked for. */
export function addressOf(query: Readonly<Record<string, string>>): string {
  const written = new URLSearchParams(query).toString();
  return written === "" ? "" : `?${written}`;
}

/** What channels are called here; those not named as they are. */
export function channelNames(
  channels: readonly string[],
  { wording }: ConsoleContext,
): Readonly<Record<string, string>> {
  const names: Readonly<Record<string, string>> = wording.channels;
  return Object.fromEntries(channels.map((channel) => [channel, names[channel] ?? channel]));
}
