/** 选中：a box beside each row, and one above them for all that are shown. */
import { el } from "../element.ts";

export interface Ticks {
  readonly chosen: ReadonlySet<string>;
  /** The box above. */
  readonly all: HTMLInputElement;
  /** Forgets what is no longer shown. */
  readonly show: (ids: readonly string[]) => void;
  readonly box: (id: string) => HTMLInputElement;
}

export function createTicks(
  words: { readonly choose: string; readonly chooseAll: string },
  onChange: () => void,
): Ticks {
  const chosen = new Set<string>();
  const all = el("input", { type: "checkbox", "aria-label": words.chooseAll });
  const boxes = new Map<string, HTMLInputElement>();
  const tick = (id: string, isTicked: boolean) => {
    if (isTicked) chosen.add(id);
    else chosen.delete(id);
  };
  const showAll = () => {
    all.checked = boxes.size > 0 && [...boxes.keys()].every((id) => chosen.has(id));
  };
  all.addEventListener("change", () => {
    for (const [id, box] of boxes) {
      box.checked = all.checked;
      tick(id, all.checked);
    }
    onChange();
  });
  return {
    chosen,
    all,
    show: (ids) => {
      boxes.clear();
      for (const id of chosen) if (!ids.includes(id)) chosen.delete(id);
      all.checked = ids.length > 0 && ids.every((id) => chosen.has(id));
    },
    box: (id) => {
      const box = el("input", { type: "checkbox", "aria-label": words.choose });
      box.checked = chosen.has(id);
      boxes.set(id, box);
      box.addEventListener("change", () => {
        tick(id, box.checked);
        showAll();
        onChange();
      });
      return box;
    },
  };
}
