/** 导出：the rows that are ticked, or all that match. */
import { ApiError } from "../api.ts";
import type { ConsoleContext } from "../context.ts";
import { download } from "../download.ts";
import { button, el, filled, replace } from "../element.ts";

export interface ExportBar {
  readonly element: HTMLElement;
  readonly show: (chosen: ReadonlySet<string>, total: number) => void;
}

/** @param query what all means now */
export function createExportBar(
  path: string,
  { wording, api, announce }: ConsoleContext,
  query: () => Readonly<Record<string, string>>,
): ExportBar {
  const element = el("div", { class: "toolbar" });
  const save = async (body: object) => {
    try {
      const { blob, name } = await api.file(path, body);
      download(blob, name);
      announce(filled(wording.common.exported, { name }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      announce(error.message);
    }
  };
  const show = (chosen: ReadonlySet<string>, total: number) => {
    const { export: some, exportAll } = wording.common;
    const selected = button(filled(some, { count: chosen.size }), () => void save({ ids: [...chosen] }));
    selected.disabled = chosen.size === 0;
    const all = button(filled(exportAll, { count: total }), () => void save({ query: query() }));
    all.disabled = total === 0;
    replace(element, selected, all);
  };
  return { element, show };
}
