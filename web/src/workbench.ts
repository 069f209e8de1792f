// On every page: forms that swap parts of the page, evidence that lights up, dropped files, and a lost connection.

import htmx from "htmx.org";
import { all, connectionLost, formToken, one, typing } from "./page";

htmx.config.includeIndicatorStyles = false;
document.body.addEventListener("htmx:configRequest", (event) => {
  (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["x-form-token"] = formToken();
});
document.body.addEventListener("htmx:sendError", () => connectionLost(true));
document.body.addEventListener("htmx:afterOnLoad", () => connectionLost(false));
window.addEventListener("offline", () => connectionLost(true));
window.addEventListener("online", () => connectionLost(false));

/** Evidence: a row of a card and the words it rests on point at each other. */
function evidence(): void {
  const read = document.getElementById("read");
  if (!read) return;
  const marks = all<HTMLElement>("mark[data-keys]", read);
  const keysOf = (mark: HTMLElement): string[] => (mark.dataset.keys ?? "").split(" ");

  const select = (subject: string): void => {
    read.dataset.selected = subject;
    for (const mark of marks) {
      const own = keysOf(mark).find((key) => key.startsWith(`${subject}.`));
      mark.classList.toggle("on", own !== undefined);
      if (own) mark.className = `m-${own.slice(subject.length + 1)} on`;
    }
  };
  const light = (key: string | null): void => {
    for (const mark of marks) mark.classList.toggle("lit", key !== null && keysOf(mark).includes(key));
    for (const row of all<HTMLElement>("[data-key]", read)) row.classList.toggle("lit", key !== null && row.dataset.key === key);
  };
  const openVeilOf = (mark: HTMLElement): void => {
    const veil = mark.closest("details");
    if (veil && !veil.open) veil.open = true;
  };
  const show = (mark: HTMLElement, move: boolean): void => {
    const keys = keysOf(mark);
    const selected = read.dataset.selected ?? "";
    // A second click on words that several events share goes on to the next of them.
    const at = keys.findIndex((key) => key.startsWith(`${selected}.`));
    const key = at < 0 ? keys[0] : move ? keys[at] : keys[(at + 1) % keys.length];
    const subject = key.slice(0, key.lastIndexOf("."));
    const card = document.getElementById(`e-${subject}`) as HTMLDetailsElement | null;
    if (card) {
      for (const other of all<HTMLDetailsElement>("details.card", read)) other.open = other === card;
      select(subject);
      light(key);
      card.scrollIntoView({ block: "nearest", behavior: "smooth" });
    }
  };

  const open = all<HTMLDetailsElement>("details.card", read).find((card) => card.open);
  if (open) select(open.dataset.subject ?? "");
  for (const card of all<HTMLDetailsElement>("details.card", read)) {
    card.addEventListener("toggle", () => {
      if (!card.open) return;
      for (const other of all<HTMLDetailsElement>("details.card[open]", read)) if (other !== card) other.open = false;
      const subject = card.dataset.subject ?? "";
      select(subject);
      const address = new URL(location.href);
      address.searchParams.set("event", subject);
      history.replaceState(null, "", address);
    });
  }
  for (const row of all<HTMLElement>("[data-key]", read)) {
    const key = row.dataset.key ?? "";
    row.addEventListener("mouseenter", () => light(key));
    row.addEventListener("mouseleave", () => light(null));
    row.addEventListener("focus", () => light(key));
    row.addEventListener("click", () => {
      const mark = marks.find((found) => keysOf(found).includes(key));
      if (!mark) return;
      openVeilOf(mark);
      mark.scrollIntoView({ block: "center", behavior: "smooth" });
    });
  }
  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => light(keysOf(mark).find((key) => key.startsWith(`${read.dataset.selected}.`)) ?? keysOf(mark)[0]));
    mark.addEventListener("mouseleave", () => light(null));
    mark.addEventListener("click", () => show(mark, false));
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        show(mark, false);
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (typing(event) || (event.key !== "j" && event.key !== "k")) return;
    const cards = all<HTMLDetailsElement>("details.card", read);
    const at = cards.findIndex((card) => card.open);
    const next = cards[Math.min(cards.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
    if (next) {
      next.open = true;
      one<HTMLElement>("summary", next)?.focus();
    }
  });
}

/** Files dropped anywhere on the page go into its form. */
function drops(): void {
  const form = document.getElementById("drop") as HTMLFormElement | null;
  const input = form && one<HTMLInputElement>("input[type=file]", form);
  if (!form || !input) return;
  const zone = one<HTMLElement>(".dropzone", form);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone?.classList.add("over");
  });
  document.addEventListener("dragleave", () => zone?.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone?.classList.remove("over");
    if (event.dataTransfer?.files.length) {
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
}

/** A menu that is open closes by Escape, and by a click beside it. */
function menus(): void {
  const me = one<HTMLDetailsElement>("details.me");
  if (!me) return;
  document.addEventListener("click", (event) => {
    if (me.open && !me.contains(event.target as Node)) me.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && me.open) me.open = false;
  });
}

evidence();
drops();
menus();
