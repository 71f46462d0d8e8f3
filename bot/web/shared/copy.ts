/** 复制, also where the page is not on https and the browser has no clipboard of its own. */

export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text, near);
  }
}

/** A box beside the button, so that it lies in the same shadow tree. */
function copySelected(text: string, near: HTMLElement): boolean {
  const box = document.createElement("textarea");
  box.value = text;
  box.readOnly = true;
  box.className = "unseen";
  near.after(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  near.focus({ preventScroll: true });
  return copied;
}
