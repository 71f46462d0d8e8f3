/** 明白卡: print it, save it as a picture, share it. */
import { drawn } from "./drawn.ts";

const sheet = document.getElementById("card");
const actions = document.querySelector<HTMLElement>(".actions");
const dialog = document.querySelector<HTMLDialogElement>("dialog");
if (sheet && actions && dialog) offer(sheet, actions, dialog);

function offer(card: HTMLElement, offered: HTMLElement, shown: HTMLDialogElement): void {
  offered.hidden = false;
  press("print", () => window.print());
  press("save", (save) => void show(card, shown, save));
  if (typeof navigator.share !== "function") return;
  press("share", () => {
    // Whoever closes the sheet again has not failed.
    navigator.share({ title: document.title, url: location.href }).catch(() => {});
  }).hidden = false;
}

function press(id: string, act: (pressed: HTMLButtonElement) => void): HTMLButtonElement {
  const found = document.getElementById(id);
  if (!(found instanceof HTMLButtonElement)) throw new Error(`The card has no #${id}.`);
  found.addEventListener("click", () => act(found));
  return found;
}

/** As a picture to hold and save: browsers inside other programs, WeChat's among them, download nothing. */
async function show(card: HTMLElement, dialog: HTMLDialogElement, save: HTMLButtonElement): Promise<void> {
  const { picture = "", failed = "" } = save.parentElement?.dataset ?? {};
  const label = save.textContent;
  save.disabled = true;
  save.textContent = picture;
  try {
    const url = URL.createObjectURL(await drawn(card));
    const image = dialog.querySelector("img");
    const link = dialog.querySelector("a");
    if (image) image.src = url;
    if (link) link.href = url;
    dialog.addEventListener("close", () => URL.revokeObjectURL(url), { once: true });
    open(dialog);
    save.textContent = label;
  } catch {
    save.textContent = failed;
  }
  save.disabled = false;
}

/** Browsers before 2022 know no dialog. */
function open(dialog: HTMLDialogElement): void {
  if (typeof dialog.showModal === "function") dialog.showModal();
  else dialog.setAttribute("open", "");
}
