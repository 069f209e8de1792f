// Judging by keyboard: accept, reject, correct a field, undo, next. What is begun is kept as a draft, here and there.

import { all, connectionLost, dataBlock, debounce, get, make, one, Refused, send, typing } from "./page";
import { editorFor, type Editor, type JudgeData } from "./editors";
import { decide, sendWaiting, waiting, type Outgoing } from "./outbox";

interface Decision { id: number; kind: string; field: string | null; new: unknown; reason: string; coder: string; stands?: boolean; undone_at: string | null }
interface Draft { account: string; content: { edits?: Record<string, { value: unknown; reason: string }> }; saved: string }

const path = (target: string): string => target.split("/").map(encodeURIComponent).join("/");

for (const button of all<HTMLButtonElement>("[data-undo]")) {
  button.addEventListener("click", () => void send("POST", `/api/v1/decisions/${button.dataset.undo}/undo`).then(() => location.reload(), (error: Error) => say(error.message)));
}

function say(text: string): void {
  const place = document.getElementById("said");
  if (place) place.textContent = text;
}

const begin = document.getElementById("begin") as HTMLAnchorElement | null;
if (begin) document.addEventListener("keydown", (event) => {
  if (!typing(event) && event.key === "n") begin.click();
});

async function retry(): Promise<void> {
  if (!waiting()) return;
  const sent = await sendWaiting((decision, error) => say(`Not taken: ${decision.field ?? decision.kind}. ${error.message}`));
  if (sent) location.reload();
}
window.addEventListener("online", () => void retry());
window.setInterval(() => void retry(), 3000);
void retry();

if (document.getElementById("pair-data")) pair();
if (document.getElementById("judge-data")) judge();

function pair(): void {
  const data = dataBlock<{ a: string; b: string; seen: number }>("pair-data");
  const why = document.getElementById("why") as HTMLInputElement;
  const settle = async (kind: string): Promise<void> => {
    try {
      const sent = await decide({ kind, target: data.a, new: [data.b], reason: why.value, seen: data.seen });
      if (sent) next();
    } catch (error) {
      say((error as Error).message);
    }
  };
  const next = (): void => {
    location.href = `/queue/next?reason=same&after=${encodeURIComponent(data.a)}`;
  };
  const keys: Record<string, () => void> = { a: () => void settle("merge"), r: () => void settle("split"), n: next };
  document.getElementById("same")?.addEventListener("click", keys.a);
  document.getElementById("apart")?.addEventListener("click", keys.r);
  document.getElementById("next")?.addEventListener("click", next);
  document.addEventListener("keydown", (event) => {
    if (typing(event) || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
}

function judge(): void {
  const data = dataBlock<JudgeData>("judge-data");
  const fields = all<HTMLElement>(".judge-field");
  const clash = document.getElementById("clash") as HTMLElement;
  const rejecting = document.getElementById("rejecting") as HTMLFormElement;
  const edits: Record<string, { value: unknown; reason: string }> = {};
  const local = `tacitus-draft:${data.person}:${data.target}`;
  let at = Math.max(0, fields.findIndex((each) => `#${each.id}` === location.hash));
  let gone = false;

  const keep = debounce(350, () => void send("PUT", `/api/v1/drafts/${path(data.target)}`, { edits }).then(() => connectionLost(false), (error: unknown) => connectionLost(!(error instanceof Refused))));
  const drafted = (): void => {
    localStorage.setItem(local, JSON.stringify(edits));
    keep();
  };
  const forget = async (field: string): Promise<void> => {
    delete edits[field];
    localStorage.setItem(local, JSON.stringify(edits));
    if (Object.keys(edits).length) keep();
    else await send("DELETE", `/api/v1/drafts/${path(data.target)}`).catch(() => undefined);
  };

  const submit = async (decision: Outgoing, done: () => void): Promise<void> => {
    if (gone) return;
    clash.hidden = true;
    try {
      if (await decide({ seen: data.seen, ...decision, target: data.target })) done();
      else say("Not sent yet: it waits in this browser.");
    } catch (error) {
      if (error instanceof Refused && error.status === 409) await overtaken(decision, done, error.message);
      else say((error as Error).message);
    }
  };

  /** Somebody was quicker: show what they decided, and let the person keep theirs or go on all the same. */
  const overtaken = async (decision: Outgoing, done: () => void, detail: string): Promise<void> => {
    const found = await get<Decision[]>(`/api/v1/decisions?target=${encodeURIComponent(data.target)}&standing=true`).catch(() => []);
    const newer = found.filter((each) => each.id > data.seen && each.coder !== data.person);
    const again = make("button", { type: "button" }, "Decide all the same");
    again.addEventListener("click", () => {
      data.seen = Math.max(data.seen, ...found.map((each) => each.id));
      void submit({ ...decision, seen: data.seen }, done);
    });
    const look = make("button", { type: "button", class: "primary" }, "Take theirs");
    look.addEventListener("click", () => void forget(decision.field ?? "").then(() => location.reload()));
    clash.replaceChildren(make("p", {}, detail), make("ul", {}, ...newer.map((each) => make("li", {}, make("b", {}, each.coder), ` ${each.kind} ${each.field ?? ""} ${inWords(each.new)}`, each.reason ? make("small", {}, ` ${each.reason}`) : ""))), make("div", { class: "row" }, look, again));
    clash.hidden = false;
    look.focus();
  };

  const reload = (field: string): void => {
    history.replaceState(null, "", `${location.pathname}${location.search}#f-${field}`);
    location.reload();
  };
  const next = (): void => {
    gone = true;
    const wanted = new URLSearchParams(data.query);
    wanted.set("after", data.target);
    location.href = `/queue/next?${wanted}`;
  };

  const open = (item: HTMLElement, focus: boolean): void => {
    const field = item.dataset.field ?? "";
    const place = one<HTMLElement>(".editing", item) as HTMLElement;
    if (!place.hidden) return;
    const begun = edits[field];
    const editor: Editor = editorFor(field, data, begun?.value);
    const reason = make("input", { placeholder: "why the other value is right", "aria-label": "Reason", maxlength: "300", value: begun?.reason ?? "", required: "" });
    const problem = make("small", { class: "bad", role: "alert" });
    const form = make("form", { class: "editor" }, editor.element, make("label", { class: "grow" }, "Why ", reason), problem, make("div", { class: "row" }, make("button", { class: "primary" }, "Correct"), make("button", { type: "button", "data-cancel": "" }, "Drop")));
    const note = (): void => {
      try {
        edits[field] = { value: editor.value(), reason: reason.value };
        problem.textContent = "";
        drafted();
      } catch (error) {
        problem.textContent = (error as Error).message;
      }
    };
    form.addEventListener("change", note);
    form.addEventListener("input", (event) => {
      if (event.target === reason) note();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      try {
        const value = editor.value();
        if (!reason.value.trim()) throw new Error("Say in a few words why.");
        void submit({ kind: "correct", target: data.target, field, new: value, reason: reason.value }, () => void forget(field).then(() => reload(field)));
      } catch (error) {
        problem.textContent = (error as Error).message;
      }
    });
    one<HTMLButtonElement>("[data-cancel]", form)?.addEventListener("click", () => {
      void forget(field);
      close(item);
    });
    place.replaceChildren(form);
    place.hidden = false;
    item.classList.add("open");
    if (!focus) return;
    const first = one<HTMLElement>("select, input, button", form);
    first?.focus();
    // What is typed takes the place of the old number.
    if (first instanceof HTMLInputElement) first.select();
  };
  const close = (item: HTMLElement): void => {
    const place = one<HTMLElement>(".editing", item) as HTMLElement;
    place.hidden = true;
    place.replaceChildren();
    item.classList.remove("open");
    item.focus();
  };
  const move = (to: number): void => {
    at = Math.min(fields.length - 1, Math.max(0, to));
    fields[at].focus();
    fields[at].scrollIntoView({ block: "nearest" });
  };

  for (const [index, item] of fields.entries()) {
    one<HTMLButtonElement>(".edit", item)?.addEventListener("click", () => {
      at = index;
      open(item, true);
    });
    item.addEventListener("focus", () => {
      at = index;
    });
    item.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === item) {
        event.preventDefault();
        open(item, true);
      }
      if (event.key === "Escape" && item.classList.contains("open")) {
        event.stopPropagation();
        close(item);
      }
    });
  }
  const accept = (): void => void submit({ kind: "accept", target: data.target }, next);
  const reject = (): void => {
    rejecting.hidden = false;
    one<HTMLInputElement>("input", rejecting)?.focus();
  };
  rejecting.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit({ kind: "reject", target: data.target, reason: one<HTMLInputElement>("input", rejecting)?.value ?? "" }, next);
  });
  one<HTMLButtonElement>("[data-cancel]", rejecting)?.addEventListener("click", () => {
    rejecting.hidden = true;
  });
  const undo = async (): Promise<void> => {
    const found = await get<Decision[]>(`/api/v1/decisions?target=${encodeURIComponent(data.target)}&standing=true`);
    const mine = found.filter((each) => each.coder === data.person).pop();
    if (!mine) return say("Nothing of yours to undo here.");
    await send("POST", `/api/v1/decisions/${mine.id}/undo`).then(() => location.reload(), (error: Error) => say(error.message));
  };
  const help = document.getElementById("keys") as HTMLDialogElement;
  const keys: Record<string, () => void> = { a: accept, r: reject, u: () => void undo(), n: next, j: () => move(at + 1), k: () => move(at - 1), c: () => open(fields[at], true), "?": () => help.showModal() };
  document.addEventListener("keydown", (event) => {
    if (typing(event) || help.open || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  for (const [id, act] of [["accept", accept], ["reject", reject], ["undo", keys.u], ["next", next], ["help", keys["?"]]] as const) document.getElementById(id)?.addEventListener("click", act);

  // What was begun before: in this browser first (it may be newer), then on the server.
  const restore = (begun: Record<string, { value: unknown; reason: string }>): void => {
    for (const item of fields) {
      const field = item.dataset.field ?? "";
      if (begun[field]) {
        edits[field] = begun[field];
        open(item, false);
      }
    }
  };
  const here = JSON.parse(localStorage.getItem(local) ?? "{}") as typeof edits;
  if (Object.keys(here).length) restore(here);
  else void get<Draft | null>(`/api/v1/drafts/${path(data.target)}`).then((found) => restore(found?.content.edits ?? {}), () => undefined);
  if (location.hash.startsWith("#f-")) fields[at]?.focus();

  const company = document.getElementById("company") as HTMLElement;
  const look = async (): Promise<void> => {
    try {
      const found = await get<{ others: string[]; decisions: Decision[]; drafts: Draft[] }>(`/api/v1/presence/${path(data.target)}`);
      connectionLost(waiting() > 0);
      const theirs = found.decisions.filter((each) => each.id > data.seen && each.coder !== data.person && !each.undone_at);
      const begun = found.drafts.flatMap((draft) => Object.keys(draft.content.edits ?? {}).map((field) => `${draft.account} has begun to correct ${data.names[field] ?? field}`));
      const parts = [found.others.length ? `${found.others.join(", ")} ${found.others.length === 1 ? "is" : "are"} here too.` : "", ...theirs.map((each) => `${each.coder} has just decided: ${each.kind} ${each.field ? (data.names[each.field] ?? each.field) : ""} ${inWords(each.new)}.`), ...begun.map((line) => `${line}.`)].filter(Boolean);
      company.replaceChildren(...parts.map((part) => make("p", {}, part)));
      company.hidden = !parts.length;
    } catch (error) {
      if (!(error instanceof Refused)) connectionLost(true);
    }
  };
  void look();
  window.setInterval(() => void look(), 4000);
  (document.getElementById("judge") as HTMLElement).dataset.ready = "1";
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((each) => String((each as { name?: string; text?: string }).name ?? (each as { text?: string }).text ?? each)).join(", ");
  if (typeof value === "object") {
    const { best, low, high, start, end } = value as Record<string, unknown>;
    if (best !== undefined) return `${low ?? "?"}–${high ?? "?"}, best ${best ?? "?"}`;
    if (start !== undefined) return `${String(start)} to ${String(end)}`;
  }
  return String(value);
}
