/** Elements made in one line. Text is set as text, never as HTML. */

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}

export function button(
  className: string,
  children: readonly (Node | string)[],
  press: (event: MouseEvent) => void,
): HTMLButtonElement {
  const made = element("button", className, ...children);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

/** Heard by a screen reader, not seen. */
export function unseen(text: string): HTMLElement {
  return element("span", "unseen", text);
}

/** Drawn on 24 × 24; said by the words beside them. */
const ICONS = {
  holds: "M5 12.500l4.500 4.500L19 7.500",
  fails: "M6.500 6.500l11 11M17.500 6.500l-11 11",
  unknown: "M8.500 9a3.500 3.500 0 1 1 5.300 3c-1.200.7-1.800 1.300-1.800 2.500M12 18.500v.1",
  info: "M12 11v6.500M12 7v.1",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  card: "M4 5h16v14H4zM8 10h8M8 14h5",
  person: "M12 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M5 20c.6-4 3.400-6 7-6s6.400 2 7 6",
  again: "M5 12a7 7 0 1 0 2.200-5.100M5 4v4h4",
  back: "M10 6l-5 5 5 5M5 11h9a5 5 0 0 1 5 5v2",
  close: "M6 6l12 12M18 6L6 18",
  chat: "M4 5h16v11H11l-5 4v-4H4z",
  send: "M5 12h13M12.500 6l6 6-6 6",
  useful:
    "M7 11v9H4v-9zM7 11l4-7c1.600 0 2.400 1 2.200 2.500L12.800 10H19l-1.600 9.300c-.1.400-.5.700-.9.700H7",
  useless: "M7 13V4H4v9zM7 13l4 7c1.600 0 2.400-1 2.200-2.500l-.4-3.500H19l-1.600-9.300c-.1-.4-.5-.7-.9-.7H7",
} as const;
export type Icon = keyof typeof ICONS;

export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
