/** 登录：as a page of its own, or over what is on the screen where the session has expired. */
import type { ConsolePage, ConsoleSession, SignInRequest } from "../../channels/hotline/protocol.ts";
import { ApiError, errorOf, reach } from "./api.ts";
import { el, field, replace } from "./element.ts";

/** Undefined where nobody is. @throws ApiError */
export async function whoIsSignedIn({ wording }: ConsolePage): Promise<ConsoleSession | undefined> {
  const response = await reach(wording, "/who", {});
  if (!response.ok) throw await errorOf(response, wording);
  return response.status === 204 ? undefined : ((await response.json()) as ConsoleSession);
}

/** Fills the screen; resolves with who signed in. @param notice why it is shown */
export function signInPage(app: HTMLElement, page: ConsolePage, notice?: string): Promise<ConsoleSession> {
  const { wording, documentNumber, sso } = page;
  return new Promise((resolve) => {
    const form = signInForm(page, resolve, notice);
    const link = el("a", { class: "button", href: "/api/console/sso" }, wording.signIn.sso);
    replace(
      app,
      el(
        "main",
        { id: "main", class: "sign-in" },
        el(
          "div",
          { class: "sign-in-card" },
          el("p", { class: "brand" }, wording.product),
          el("h1", {}, wording.signIn.title),
          form,
          sso && el("p", { class: "or" }, wording.signIn.or),
          sso && link,
          el("p", { class: "hint" }, wording.signIn.forgotten),
        ),
        el("p", { class: "imprint" }, `${wording.notice} ${documentNumber}`),
      ),
    );
    form.querySelector("input")?.focus();
  });
}

/** Over the screen, which stays as it is. Somebody else signing in opens the page anew. */
export function signInAgain(page: ConsolePage, before: ConsoleSession): Promise<ConsoleSession> {
  const { wording, sso } = page;
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "sign-in-dialog", "aria-labelledby": "again" });
    const finish = (session: ConsoleSession) => {
      if (session.login !== before.login || session.role !== before.role) return location.reload();
      removeEventListener("focus", onFocus);
      dialog.close();
      dialog.remove();
      resolve(session);
    };
    // Signed in meanwhile in another window.
    const look = async () => {
      const session = await whoIsSignedIn(page).catch(() => undefined);
      if (session) finish(session);
    };
    const onFocus = () => void look();
    const form = signInForm(page, finish, undefined, before.login);
    const link = el(
      "a",
      { class: "button", href: "/api/console/sso", target: "_blank", rel: "opener" },
      wording.signIn.sso,
    );
    dialog.append(
      el("h2", { id: "again" }, wording.signIn.again),
      el("p", {}, wording.signIn.againHint),
      form,
      ...(sso ? [link] : []),
      el("p", { class: "hint" }, wording.signIn.otherPerson),
    );
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    addEventListener("focus", onFocus);
    document.body.append(dialog);
    dialog.showModal();
    form.querySelector<HTMLInputElement>("input[type=password]")?.focus();
  });
}

function signInForm(
  { wording }: ConsolePage,
  onSignedIn: (session: ConsoleSession) => void,
  notice = "",
  known = "",
): HTMLFormElement {
  const login = el("input", {
    name: "login",
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: "false",
    required: true,
    maxlength: 200,
    value: known,
  });
  const password = el("input", {
    name: "password",
    type: "password",
    autocomplete: "current-password",
    required: true,
    maxlength: 1000,
  });
  const trouble = el("p", { class: "trouble", role: "alert" }, notice);
  const capsLock = el("p", { class: "hint", hidden: true }, wording.signIn.capsLock);
  const submit = el("button", { type: "submit", class: "primary" }, wording.signIn.submit);
  const form = el(
    "form",
    { class: "sign-in-form" },
    field(wording.signIn.login, login),
    field(wording.signIn.password, password),
    capsLock,
    trouble,
    submit,
  );
  password.addEventListener("keyup", (event) => {
    capsLock.hidden = !event.getModifierState("CapsLock");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt();
  });
  const attempt = async () => {
    submit.disabled = true;
    replace(trouble);
    try {
      onSignedIn(await signIn({ login: login.value, password: password.value }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      replace(trouble, error.message);
      password.select();
    } finally {
      submit.disabled = false;
    }
  };
  const signIn = async (body: SignInRequest): Promise<ConsoleSession> => {
    const headers = { "content-type": "application/json" };
    const response = await reach(wording, "/session", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw await errorOf(response, wording);
    return (await response.json()) as ConsoleSession;
  };
  return form;
}
