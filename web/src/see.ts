// The map, the timeline and the list under one set of filters: the address of the page is the whole state.

import { all, connectionLost, dataBlock, debounce, get, one } from "./page";
import type { MapAnswer } from "./map";
import { drawTimeline, type TimelineData } from "./timeline";

interface ViewData {
  extent: [number, number, number, number] | null;
  timeline: TimelineData;
  query: string;
  types: string[];
  total: number;
}

const data = dataBlock<ViewData>("view-data");
const results = document.getElementById("results") as HTMLElement;
const note = document.getElementById("map-note") as HTMLElement;
const timeline = document.getElementById("timeline") as HTMLElement;
let running: AbortController | null = null;

/** The filters as they stand in the form, without what is empty. */
function query(): URLSearchParams {
  const form = document.getElementById("filters") as HTMLFormElement;
  const wanted = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value === "") continue;
    if (name === "confidence" && Number(value) === 0) continue;
    if (name === "order" && value === "latest") continue;
    wanted.append(name, value);
  }
  return wanted;
}

function address(wanted: URLSearchParams): string {
  const text = wanted.toString();
  return text ? `?${text}` : "";
}

/** The zoom at which the map will show an extent, near enough to ask for the incidents before the map is there. */
function zoomFor(extent: [number, number, number, number] | null, place: HTMLElement): number {
  const held = Number(new URL(location.href).searchParams.get("z"));
  if (held) return held;
  if (!extent) return 1.4;
  const y = (latitude: number): number => Math.log(Math.tan(Math.PI / 4 + (Math.max(-84, Math.min(84, latitude)) * Math.PI) / 360)) / (2 * Math.PI);
  const [west, south, east, north] = extent;
  const wide = (place.clientWidth - 92) / (((east - west + 0.8) / 360) * 512);
  const high = (place.clientHeight - 92) / ((y(north + 0.4) - y(south - 0.4)) * 512);
  return Math.max(0, Math.min(8, Math.log2(Math.max(0.1, Math.min(wide, high)))));
}

const start = performance.now();
let early: Promise<MapAnswer> | null = null;
{
  const wanted = query();
  wanted.set("zoom", zoomFor(data.extent, document.getElementById("map") as HTMLElement).toFixed(2));
  early = get<MapAnswer>(`/api/v1/map${address(wanted)}`);
  early.catch(() => undefined);
}
const { IncidentMap } = await import("./map");
const map = new IncidentMap(document.getElementById("map") as HTMLElement, {
  extent: data.extent,
  types: data.types,
  moved: () => {
    keepAddress();
    void loadMap();
  },
  opened: (id) => {
    location.href = `/incidents/${id.split("/").map(encodeURIComponent).join("/")}`;
  },
  narrowed: (box) => setBox(box),
});

function keepAddress(): void {
  const wanted = query();
  for (const [name, value] of map.state()) wanted.set(name, value);
  history.replaceState(null, "", `/see${address(wanted)}`);
}

async function loadMap(): Promise<void> {
  running?.abort();
  running = new AbortController();
  const wanted = query();
  for (const [name, value] of map.view()) wanted.set(name, value);
  try {
    const first = early;
    early = null;
    const answer = await (first ?? get<MapAnswer>(`/api/v1/map${address(wanted)}`, running.signal));
    map.show(answer);
    connectionLost(false);
    const without = answer.unlocated ? `, ${answer.unlocated.toLocaleString("en")} without a place` : "";
    note.textContent = `${answer.shown.toLocaleString("en")} in view${without}`;
    if (!document.documentElement.dataset.painted) {
      map.whenPainted(() => {
        document.documentElement.dataset.painted = String(Math.round(performance.now()));
        document.documentElement.dataset.mapped = String(Math.round(performance.now() - start));
        map.complete();
      });
    }
  } catch (error) {
    if ((error as Error).name !== "AbortError") connectionLost(true);
  }
}

/** Ask for the filters with their new numbers and the list, and put them in place of the old, keeping the focus. */
async function refresh(): Promise<void> {
  const began = performance.now();
  const wanted = query();
  keepAddress();
  void loadMap();
  try {
    const later = get<TimelineData>(`/api/v1/timeline${address(wanted)}`);
    const answer = await fetch(`/see/results${address(wanted)}`);
    if (!answer.ok) throw new Error(`error ${answer.status}`);
    const focused = document.activeElement as HTMLInputElement | null;
    const name = focused && results.contains(focused) ? [focused.name, focused.value, focused.type] : null;
    const at = focused && name?.[2] === "search" ? focused.selectionStart : null;
    const openFacets = new Set(all<HTMLDetailsElement>(".facet[open]", results).map((facet) => facet.dataset.name));
    const scrolled = all<HTMLElement>(".facet .values", results).map((list) => [list.parentElement?.dataset.name, list.scrollTop] as const);
    results.innerHTML = await answer.text();
    for (const facet of all<HTMLDetailsElement>(".facet", results)) if (openFacets.has(facet.dataset.name)) facet.open = true;
    for (const [facet, top] of scrolled) {
      const list = one<HTMLElement>(`.facet[data-name="${facet}"] .values`, results);
      if (list) list.scrollTop = top;
    }
    if (name) {
      const again = all<HTMLInputElement>("input, select", results).find((input) => input.name === name[0] && (input.type !== "checkbox" || input.value === name[1]));
      again?.focus();
      if (again && at !== null) again.setSelectionRange(at, at);
    }
    hoverList();
    connectionLost(false);
    drawTimeline(timeline, await later, setDays);
    document.documentElement.dataset.filtered = String(Math.round(performance.now() - began));
  } catch {
    connectionLost(true);
  }
}

function setDays(since: string, until: string): void {
  const form = document.getElementById("filters") as HTMLFormElement;
  (form.elements.namedItem("since") as HTMLInputElement).value = since;
  (form.elements.namedItem("until") as HTMLInputElement).value = until;
  void refresh();
}

function setBox(box: string): void {
  const form = document.getElementById("filters") as HTMLFormElement;
  let field = one<HTMLInputElement>("input[name=box]", form);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = "box";
    form.append(field);
  }
  field.value = box;
  void refresh();
}

/** Pointing at an incident of the list shows where it lies. */
function hoverList(): void {
  for (const item of all<HTMLElement>(".incident", results)) {
    item.addEventListener("mouseenter", () => map.point(item.dataset.id ?? null));
    item.addEventListener("mouseleave", () => map.point(null));
  }
}

results.addEventListener("change", (event) => {
  if ((event.target as HTMLElement).closest("#filters")) void refresh();
});
const typed = debounce(250, () => void refresh());
results.addEventListener("input", (event) => {
  const target = event.target as HTMLInputElement;
  if (target.type === "search") typed();
  if (target.type === "range") (target.nextElementSibling as HTMLOutputElement).value = Number(target.value).toFixed(2);
});
results.addEventListener("submit", (event) => {
  event.preventDefault();
  void refresh();
});
document.getElementById("show-facilities")?.addEventListener("change", (event) => {
  void map.facilities((event.target as HTMLInputElement).checked);
});
window.addEventListener("resize", debounce(150, () => drawTimeline(timeline, null, setDays)));
void loadMap();
drawTimeline(timeline, data.timeline, setDays);
hoverList();
