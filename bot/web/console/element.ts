/** Elements from their parts. What is not an element is set as text, never as HTML. */

export type Part = Node | string | number | false | undefined;

interface Attributes {
  readonly [name: string]: string | number | boolean | undefined;
}

/** `el("p", { class: "note" }, "…")`; attributes that are false or undefined are left out, true ones are empty. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...parts: readonly Part[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...shown(parts));
  return element;
}

/** Of a drawing. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...parts: readonly Part[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...shown(parts));
  return element;
}

/** A button that does something. */
export function button(label: string, onPress: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = el("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", onPress);
  return element;
}

/** A labelled field. */
export function field(label: string, input: HTMLElement, attributes: Attributes = {}): HTMLLabelElement {
  return el("label", { class: "field", ...attributes }, el("span", {}, label), input);
}

export function replace(element: Element, ...parts: readonly Part[]): void {
  element.replaceChildren(...shown(parts));
}

/** `{name}` in a sentence, filled in. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}

function shown(parts: readonly Part[]): (Node | string)[] {
  return parts.flatMap((part) => {
    if (part === false || part === undefined) return [];
    return [typeof part === "number" ? String(part) : part];
  });
}
