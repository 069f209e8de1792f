// The timeline: bars of exact days, date ranges drawn apart as what they are, and a stretch to be chosen by dragging.

import { make, svg } from "./page";

export interface TimelineData {
  first: string | null;
  step: number;
  exact: number[];
  ranges: number[];
  undated: number;
}

const HEIGHT = 92;
const BASE = 70;
const DAY = 86_400_000;
let latest: TimelineData | null = null;

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Draw; without new data, draw the last anew (the page has another width). `chosen` gets the first and last day. */
export function drawTimeline(place: HTMLElement, fresh: TimelineData | null, chosen: (since: string, until: string) => void): void {
  const data = fresh ?? latest;
  latest = data;
  place.replaceChildren();
  const note = document.getElementById("time-note");
  if (note) note.textContent = data?.undated ? `${data.undated.toLocaleString("en")} with no first day known` : "";
  if (!data?.first || !data.exact.length) {
    place.append(make("p", { class: "nothing" }, "No dated incident."));
    return;
  }
  const width = Math.max(place.clientWidth, 200);
  const first = Date.parse(data.first);
  const bars = data.exact.length;
  const span = bars * data.step * DAY;
  const x = (time: number): number => ((time - first) / span) * width;
  const most = Math.max(...data.exact.map((number, index) => number + data.ranges[index]), 1);
  // A root keeps days with few incidents visible beside days with hundreds.
  const scale = (number: number): number => Math.sqrt(number / most) * (BASE - 8);
  const wide = width / bars;
  const total = data.exact.reduce((sum, number) => sum + number, 0) + Math.round(data.ranges.reduce((sum, number) => sum + number, 0));
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img",
    "aria-label": `${total} dated incidents from ${data.first} to ${iso(first + span - DAY)}. Drag to choose a stretch of time; the date fields do the same.`,
  });
  for (let index = 0; index < bars; index++) {
    const [exact, ranged] = [data.exact[index], data.ranges[index]];
    if (exact + ranged <= 0) continue;
    const whole = scale(exact + ranged);
    const solid = whole * (exact / (exact + ranged));
    const left = index * wide;
    const inner = Math.max(1, wide - (wide > 4 ? 1 : 0));
    const day = iso(first + index * data.step * DAY);
    const label = data.step === 1 ? day : `${day} and ${data.step - 1} days more`;
    const bar = svg("g", {});
    bar.append(svg("title", {}, `${label}: ${exact} on a known day${ranged >= 0.05 ? `, about ${ranged.toFixed(1)} within a range` : ""}`));
    if (whole - solid > 0.3) bar.append(svg("rect", { class: "ranged", x: left, y: BASE - whole, width: inner, height: whole - solid }));
    if (solid > 0) bar.append(svg("rect", { class: "exact", x: left, y: BASE - solid, width: inner, height: solid }));
    picture.append(bar);
  }
  picture.append(svg("line", { class: "axis", x1: 0, x2: width, y1: BASE + 0.5, y2: BASE + 0.5 }));
  for (const tick of ticks(first, first + span, width)) {
    const at = x(tick.time);
    picture.append(svg("line", { class: "tick", x1: at, x2: at, y1: BASE, y2: BASE + 5 }));
    picture.append(svg("text", { x: Math.min(Math.max(at, 2), width - 40), y: HEIGHT - 6 }, tick.label));
  }
  const brush = svg("rect", { class: "brush", x: 0, y: 0, width: 0, height: BASE });
  picture.append(brush);
  brushing(picture, brush, (from, to) => chosen(iso(first + (from / width) * span), iso(Math.min(first + (to / width) * span, first + span - DAY))));
  place.append(picture);
}

function ticks(from: number, to: number, width: number): { time: number; label: string }[] {
  const found: { time: number; label: string }[] = [];
  const room = Math.max(2, Math.floor(width / 90));
  const days = (to - from) / DAY;
  const months = days / 30.4;
  const date = new Date(from);
  if (days <= room * 2) {
    const step = Math.max(1, Math.ceil(days / room));
    for (let time = from; time < to; time += step * DAY) found.push({ time, label: iso(time).slice(5) });
  } else if (months <= room * 12) {
    const step = [1, 2, 3, 6, 12].find((each) => months / each <= room) ?? 12;
    let [year, month] = [date.getUTCFullYear(), Math.ceil(date.getUTCMonth() / step) * step];
    for (; ; month += step) {
      const time = Date.UTC(year, month, 1);
      if (time >= to) break;
      if (time >= from) found.push({ time, label: step === 12 ? iso(time).slice(0, 4) : iso(time).slice(0, 7) });
    }
  } else {
    const step = Math.ceil(months / 12 / room);
    for (let year = date.getUTCFullYear() + 1; Date.UTC(year, 0, 1) < to; year += step) found.push({ time: Date.UTC(year, 0, 1), label: String(year) });
  }
  return found;
}

function brushing(picture: SVGSVGElement, brush: SVGRectElement, done: (from: number, to: number) => void): void {
  let began: number | null = null;
  const at = (event: PointerEvent): number => {
    const box = picture.getBoundingClientRect();
    return Math.min(Math.max(event.clientX - box.left, 0), box.width);
  };
  const show = (to: number): void => {
    if (began === null) return;
    brush.setAttribute("x", String(Math.min(began, to)));
    brush.setAttribute("width", String(Math.abs(to - began)));
  };
  picture.addEventListener("pointerdown", (event) => {
    began = at(event);
    picture.setPointerCapture(event.pointerId);
    show(began);
  });
  picture.addEventListener("pointermove", (event) => show(at(event)));
  picture.addEventListener("pointerup", (event) => {
    if (began === null) return;
    const to = at(event);
    if (Math.abs(to - began) > 4) done(Math.min(began, to), Math.max(began, to));
    else brush.setAttribute("width", "0");
    began = null;
  });
}
