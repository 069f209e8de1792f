// One editor a kind of field. Each shows controls and gives the value in the interchange form, or says what is missing.

import { debounce, get, make } from "./page";

export interface JudgeData {
  target: string;
  event: Record<string, unknown> & { sentence: { start: number; end: number }; trigger: { text: string; start: number; end: number } };
  text: string;
  seen: number;
  person: string;
  fields: string[];
  names: Record<string, string>;
  types: Record<string, string[]>;
  published: string | null;
  query: string;
}

export interface Editor {
  element: HTMLElement;
  /** The value as it stands; throws Error with what is missing. */
  value: () => unknown;
}

interface Span { text: string; start: number; end: number }
type Item = Span & Record<string, unknown>;

const COUNTS = ["fatalities", "injured", "abducted", "arrested", "displaced"];
const ACTORS = ["actor1", "actor2", "associated", "attributed_to", "denied_by"];
const KINDS = ["state_forces", "rebel_group", "political_militia", "identity_militia", "rioters", "protesters", "civilians", "external_forces", "unidentified"];
const PRECISIONS = ["site", "settlement", "near_settlement", "admin2", "admin1", "linear_or_fuzzy", "country", "unlocated"];
const DATED = ["day", "days", "week", "month", "season", "year", "unknown"];

export function editorFor(field: string, data: JudgeData, begun: unknown): Editor {
  const value = begun === undefined ? data.event[field] : begun;
  if (field === "sub_event_type") return typeEditor(data, String(value));
  if (field === "assertion") return choice(String(value), ["asserted", "attributed", "hedged", "denied", "planned", "hypothetical"], "Status");
  if (field === "background") {
    const inner = choice(value ? "yes" : "no", ["no", "yes"], "Older history");
    return { element: inner.element, value: () => inner.value() === "yes" };
  }
  if (COUNTS.includes(field)) return countEditor(value as Record<string, unknown> | null);
  if (field === "date") return dateEditor(value as Record<string, string | null>);
  if (ACTORS.includes(field)) return listEditor(data, (value as Item[]) ?? [], actorAdder);
  return listEditor(data, (value as Item[]) ?? [], placeAdder);
}

function options(select: HTMLSelectElement, values: string[], chosen: string): HTMLSelectElement {
  for (const value of values) {
    const option = make("option", { value }, value.replaceAll("_", " "));
    option.selected = value === chosen;
    select.append(option);
  }
  return select;
}

function choice(chosen: string, values: string[], label: string): Editor {
  const select = options(make("select", { "aria-label": label }), values, chosen);
  return { element: select, value: () => select.value };
}

function typeEditor(data: JudgeData, chosen: string): Editor {
  const select = make("select", { "aria-label": "Type" });
  for (const [kind, subs] of Object.entries(data.types)) {
    const group = make("optgroup", { label: kind });
    for (const sub of subs) {
      const option = make("option", { value: sub }, sub);
      option.selected = sub === chosen;
      group.append(option);
    }
    select.append(group);
  }
  return { element: select, value: () => select.value };
}

function field(label: string, control: HTMLElement): HTMLLabelElement {
  return make("label", {}, `${label} `, control);
}

function countEditor(begun: Record<string, unknown> | null): Editor {
  const numbers = ["low", "best", "high"].map((name) => make("input", { type: "number", min: "0", step: "1", value: begun?.[name] == null ? "" : String(begun[name]), "aria-label": name, size: "5" }));
  const box = make("div", { class: "row" }, ...["at least", "best", "at most"].map((label, index) => field(label, numbers[index])), make("small", { class: "hint" }, "all empty: not said"));
  return {
    element: box,
    value: () => {
      const [low, best, high] = numbers.map((input) => (input.value === "" ? null : Number(input.value)));
      if (low === null && best === null && high === null) return null;
      if ([low, best, high].some((number) => number !== null && (!Number.isInteger(number) || number < 0))) throw new Error("Whole numbers only.");
      if ((low ?? 0) > (high ?? Infinity)) throw new Error("“At least” is more than “at most”.");
      return { ...(begun ?? { text: "", spans: [] }), low: low ?? best ?? null, best: best ?? low ?? null, high: high ?? (low !== null && best === null ? null : best) };
    },
  };
}

function dateEditor(begun: Record<string, string | null>): Editor {
  const start = make("input", { type: "date", value: begun.start ?? "", "aria-label": "First day" });
  const end = make("input", { type: "date", value: begun.end ?? "", "aria-label": "Last day" });
  const precision = options(make("select", { "aria-label": "Known to" }), DATED, begun.precision ?? "unknown");
  start.addEventListener("change", () => {
    if (!end.value || end.value < start.value) end.value = start.value;
    precision.value = start.value === end.value ? "day" : "days";
  });
  const box = make("div", { class: "row" }, field("from", start), field("to", end), field("known to", precision));
  return {
    element: box,
    value: () => {
      if (start.value && end.value && start.value > end.value) throw new Error("The first day lies after the last.");
      return { ...begun, start: start.value || null, end: end.value || start.value || null, precision: precision.value, basis: begun.basis === "publication" && start.value ? "stated" : begun.basis };
    },
  };
}

type Adder = (data: JudgeData, add: (item: Record<string, unknown> & Span) => void) => HTMLElement;

/** A list of actors or places: each can be taken away, others added, with the words of the article they stand on. */
function listEditor(data: JudgeData, begun: (Span & Record<string, unknown>)[], adder: Adder): Editor {
  let items = [...begun];
  const list = make("ul", { class: "chips" });
  const draw = (): void => {
    list.replaceChildren(
      ...items.map((item, index) => {
        const remove = make("button", { type: "button", class: "small", "aria-label": `Take ${String(item.name ?? item.text)} away` }, "×");
        remove.addEventListener("click", () => {
          items = items.filter((_, at) => at !== index);
          draw();
          list.dispatchEvent(new Event("change", { bubbles: true }));
        });
        return make("li", {}, String(item.name ?? item.text), make("small", {}, ` “${item.text}”`), remove);
      }),
    );
    if (!items.length) list.append(make("li", { class: "none" }, "none"));
  };
  draw();
  const add = (item: Record<string, unknown> & Span): void => {
    items = [...items, item];
    draw();
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };
  return { element: make("div", {}, list, adder(data, add)), value: () => items };
}

/** Find words of the article: those that are chosen with the mouse, or the typed ones, nearest to the event's sentence. */
function wordsInput(data: JudgeData): { element: HTMLInputElement; span: () => Span } {
  const input = make("input", { placeholder: "words in the article", "aria-label": "Words in the article that say so", list: "none", size: "22" });
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const words = chosen?.toString().trim() ?? "";
    if (words && words.length < 120 && document.getElementById("text")?.contains(chosen?.anchorNode ?? null) && input.isConnected) input.value = words;
  });
  return {
    element: input,
    span: () => {
      const words = input.value.trim();
      const at = nearest(data.text, words, data.event.sentence.start);
      if (at < 0) throw new Error(words ? `“${words}” does not stand in the article.` : "Say on which words of the article it stands.");
      return { text: data.text.slice(at, at + words.length), start: at, end: at + words.length };
    },
  };
}

function nearest(text: string, words: string, near: number): number {
  if (!words) return -1;
  let best = -1;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) if (best < 0 || Math.abs(at - near) < Math.abs(best - near)) best = at;
  return best;
}

/** A search whose finds are chosen with the arrow keys and Enter, or a click. */
function finder<T>(label: string, ask: (text: string) => Promise<T[]>, show: (found: T) => [string, string], chosen: (found: T) => void): HTMLElement {
  const input = make("input", { type: "search", placeholder: label, "aria-label": label, role: "combobox", "aria-expanded": "false", autocomplete: "off" });
  const list = make("ul", { class: "finds", role: "listbox", hidden: "" });
  let found: T[] = [];
  let at = 0;
  const draw = (): void => {
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(
      ...found.map((each, index) => {
        const [name, note] = show(each);
        const line = make("li", { role: "option", "aria-selected": String(index === at) }, name, make("small", {}, note));
        line.addEventListener("mousedown", (event) => {
          event.preventDefault();
          pick(index);
        });
        return line;
      }),
    );
  };
  const pick = (index: number): void => {
    const each = found[index];
    found = [];
    draw();
    if (each !== undefined) {
      input.value = show(each)[0];
      chosen(each);
    }
  };
  const look = debounce(160, async () => {
    found = input.value.trim() ? await ask(input.value.trim()).catch(() => []) : [];
    at = 0;
    draw();
  });
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = Math.min(found.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)));
      draw();
    } else if (event.key === "Enter" && found.length) {
      event.preventDefault();
      pick(at);
    } else if (event.key === "Escape" && found.length) {
      event.stopPropagation();
      found = [];
      draw();
    } else return;
    if (event.key !== "Enter") event.preventDefault();
  });
  return make("span", { class: "finder" }, input, list);
}

interface FoundActor { actor_id: string | null; name: string; kind: string; countries: string; said: string }

const actorAdder: Adder = (data, add) => {
  const words = wordsInput(data);
  const kind = options(make("select", { "aria-label": "Kind" }), KINDS, "unidentified");
  const problem = make("small", { class: "bad", role: "alert" });
  let known: FoundActor | null = null;
  const search = finder<FoundActor>("find an actor, or type a new name", (text) => get(`/api/v1/lookup/actors?text=${encodeURIComponent(text)}`), (each) => [each.name, [each.kind.replaceAll("_", " "), each.countries, each.said].filter(Boolean).join(", ")], (each) => {
    known = each;
    kind.value = each.kind;
    if (!words.element.value && data.text.includes(each.name)) words.element.value = each.name;
    words.element.focus();
  });
  const name = search.querySelector("input") as HTMLInputElement;
  name.addEventListener("input", () => {
    known = null;
  });
  const button = make("button", { type: "button" }, "Add");
  const act = (): void => {
    try {
      const span = words.span();
      const wanted = name.value.trim();
      add({ ...span, actor_id: known?.actor_id ?? null, name: wanted || null, kind: kind.value });
      name.value = words.element.value = problem.textContent = "";
      known = null;
      name.focus();
    } catch (error) {
      problem.textContent = (error as Error).message;
    }
  };
  button.addEventListener("click", act);
  words.element.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      act();
    }
  });
  return make("div", { class: "adder" }, search, kind, words.element, button, problem);
};

type FoundPlace = Record<string, unknown> & { name: string; country: string; admin1: string | null; latitude: number; longitude: number; precision: string; population: number };

const placeAdder: Adder = (data, add) => {
  const words = wordsInput(data);
  const precision = options(make("select", { "aria-label": "Known to" }), PRECISIONS, "settlement");
  const at = make("input", { placeholder: "latitude, longitude", "aria-label": "Latitude, longitude", size: "18" });
  const problem = make("small", { class: "bad", role: "alert" });
  const map = make("div", { class: "pick-map", hidden: "" });
  let known: FoundPlace | null = null;
  const search = finder<FoundPlace>("find a place", (text) => get(`/api/v1/lookup/places?text=${encodeURIComponent(text)}`), (each) => [each.name, [each.admin1, each.country, each.precision.replaceAll("_", " ")].filter(Boolean).join(", ")], (each) => {
    known = each;
    precision.value = each.precision;
    at.value = `${each.latitude.toFixed(4)}, ${each.longitude.toFixed(4)}`;
    if (!words.element.value && data.text.includes(each.name)) words.element.value = each.name;
    words.element.focus();
  });
  const name = search.querySelector("input") as HTMLInputElement;
  const pick = make("button", { type: "button" }, "Pick on the map");
  pick.addEventListener("click", () => {
    map.hidden = false;
    void import("./pick").then(({ pickOn }) =>
      pickOn(map, at.value, (latitude, longitude) => {
        known = null;
        at.value = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
        at.dispatchEvent(new Event("change", { bubbles: true }));
      }),
    );
  });
  const button = make("button", { type: "button" }, "Add");
  const act = (): void => {
    try {
      const span = words.span();
      const parts = at.value.split(",").map((part) => Number(part.trim()));
      const located = at.value.trim() !== "";
      if (located && (parts.length !== 2 || parts.some((part) => !Number.isFinite(part)) || Math.abs(parts[0]) > 90 || Math.abs(parts[1]) > 180)) throw new Error("Coordinates are latitude, longitude in degrees.");
      const { population: _population, ...place } = known ?? ({ place_id: null, country: null, admin1: null, admin2: null, population: 0 } as unknown as FoundPlace);
      add({ ...place, ...span, name: name.value.trim() || span.text, latitude: located ? parts[0] : null, longitude: located ? parts[1] : null, precision: located ? precision.value : "unlocated", relation: precision.value === "near_settlement" ? "near" : "in", basis: `chosen by ${data.person}` });
      name.value = words.element.value = at.value = problem.textContent = "";
      known = null;
    } catch (error) {
      problem.textContent = (error as Error).message;
    }
  };
  button.addEventListener("click", act);
  return make("div", { class: "adder" }, search, precision, at, pick, words.element, button, problem, map);
};
