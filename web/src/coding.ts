// Coding an article by hand, blind: events with the words they stand on; a draft is kept here and on the server.

import { all, connectionLost, dataBlock, debounce, get, make, one, Refused, send, typing } from "./page";
import { editorFor, type Editor, type JudgeData } from "./editors";

interface TaskData extends Omit<JudgeData, "event" | "target" | "seen" | "query"> {
  task: number;
  target: string;
  next: string;
}
type Coded = Record<string, unknown> & { trigger: { text: string; start: number; end: number } };

const data = dataBlock<TaskData>("task-data");
const place = document.getElementById("events");
const local = `tacitus-draft:${data.person}:${data.target}`;
const said = document.getElementById("said");
let events: Coded[] = [];

function say(text: string): void {
  if (said) said.textContent = text;
}

const onServer = debounce(500, () => void send("PUT", `/api/v1/drafts/${data.target}`, { events }).then(() => connectionLost(false), (error: unknown) => connectionLost(!(error instanceof Refused))));
function keep(): void {
  localStorage.setItem(local, JSON.stringify(events));
  onServer();
}

function fresh(trigger: Coded["trigger"]): Coded {
  return {
    trigger, sub_event_type: "Armed clash", actor1: [], actor2: [], associated: [], places: [], attributed_to: [], denied_by: [],
    date: { text: null, start: null, end: null, precision: "unknown", basis: "publication" }, fatalities: null, injured: null,
    abducted: null, arrested: null, displaced: null, assertion: "asserted", background: false,
  };
}

const FIRST = ["sub_event_type", "actor1", "actor2", "date", "places", "fatalities", "assertion", "attributed_to"];

function card(coded: Coded): HTMLElement {
  const judged = { ...data, seen: 0, query: "", event: { ...coded, sentence: { start: coded.trigger.start, end: coded.trigger.end } } } as unknown as JudgeData;
  const box = make("section", { class: "card hand", "aria-label": `Event: ${coded.trigger.text}` });
  const remove = make("button", { type: "button", class: "small" }, "Take away");
  remove.addEventListener("click", () => {
    events = events.filter((each) => each !== coded);
    keep();
    box.remove();
  });
  box.append(make("div", { class: "hand-head" }, make("b", {}, `“${coded.trigger.text}”`), remove));
  const rest = make("details", {}, make("summary", {}, "more fields"));
  for (const field of data.fields) {
    const editor: Editor = editorFor(field, judged, coded[field]);
    const problem = make("small", { class: "bad", role: "alert" });
    const line = make("div", { class: "hand-field" }, make("span", { class: `name m-${field}` }, data.names[field] ?? field), editor.element, problem);
    const take = (): void => {
      try {
        coded[field] = editor.value();
        problem.textContent = "";
        keep();
      } catch (error) {
        problem.textContent = (error as Error).message;
      }
    };
    line.addEventListener("change", take);
    (FIRST.includes(field) ? box : rest).append(line);
  }
  box.append(rest);
  return box;
}

function draw(): void {
  place?.replaceChildren(...events.map(card));
}

const form = document.getElementById("new-event") as HTMLFormElement | null;
const trigger = document.getElementById("trigger") as HTMLInputElement | null;
if (form && trigger && place) {
  // Words that are marked with the mouse go into the field; the place of the mark says which of several is meant.
  let marked = -1;
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const words = chosen?.toString().trim() ?? "";
    if (!words || words.length > 80 || !document.getElementById("text")?.contains(chosen?.anchorNode ?? null)) return;
    if (document.activeElement && all("input", place).includes(document.activeElement)) return;
    trigger.value = words;
    const before = document.createRange();
    before.selectNodeContents(document.getElementById("text") as HTMLElement);
    before.setEnd(chosen!.getRangeAt(0).startContainer, chosen!.getRangeAt(0).startOffset);
    const earlier = before.toString().split(words).length - 1;
    marked = -1;
    for (let n = 0, at = data.text.indexOf(words); at >= 0 && n <= earlier; n++, at = data.text.indexOf(words, at + 1)) marked = at;
  });
  trigger.addEventListener("input", () => {
    marked = -1;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = trigger.value.trim();
    const start = marked >= 0 && data.text.startsWith(words, marked) ? marked : data.text.indexOf(words);
    if (!words || start < 0) return say(words ? `“${words}” does not stand in the article.` : "Say which words tell the event.");
    const coded = fresh({ text: words, start, end: start + words.length });
    events.push(coded);
    keep();
    const made = card(coded);
    place.append(made);
    one<HTMLElement>("select", made)?.focus();
    trigger.value = "";
    say("");
  });
  document.addEventListener("keydown", (event) => {
    if (typing(event) || event.key !== "e") return;
    event.preventDefault();
    trigger.focus();
  });
  const handIn = async (nothing: boolean): Promise<void> => {
    if (nothing && events.length) return say("There are events in your coding: take them away first.");
    try {
      await send("POST", `/api/v1/tasks/${data.task}`, { events, nothing_here: nothing });
      localStorage.removeItem(local);
      location.href = data.next;
    } catch (error) {
      if (!(error instanceof Refused)) connectionLost(true);
      say(error instanceof Refused ? error.message : "The connection is lost. Your coding is kept here; hand it in when it is back.");
    }
  };
  document.getElementById("hand-in")?.addEventListener("click", () => void handIn(false));
  document.getElementById("nothing")?.addEventListener("click", () => void handIn(true));
  const here = localStorage.getItem(local);
  if (here) {
    events = JSON.parse(here) as Coded[];
    draw();
  } else {
    void get<{ content: { events?: Coded[] } } | null>(`/api/v1/drafts/${data.target}`).then((found) => {
      events = found?.content.events ?? [];
      draw();
    }, () => undefined);
  }
}
