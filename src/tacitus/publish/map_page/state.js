// The data, what is chosen, and who must hear of a change.
const data = JSON.parse(document.getElementById("data").textContent);
const DAY = 86400000;
const $ = (id) => document.getElementById(id);

const state = {
  types: new Set(data.types.keys()),
  actor: "",
  publisher: "",
  status: "",
  words: "",
  from: null, // days since 1970; null for open
  to: null,
  cluster: null, // indices of events chosen on the map
  selected: null, // {kind: "event" | "facility", index}
  hovered: null, // index of an event
  shown: [], // indices of the events that pass the filters, by date
};

const listeners = [];
const onChange = (listener) => listeners.push(listener);

function change(update, what = "filter") {
  Object.assign(state, update);
  if (what === "filter") {
    if (!("cluster" in update)) state.cluster = null;
    state.shown = passing();
  }
  for (const listener of listeners) listener(what);
}

for (const event of data.events) {
  const article = data.articles[event.article];
  event.haystack = [event.sub, ...event.actors, ...event.where, ...event.sources, event.toll, article.publisher,
    ...event.quotes.flat().map((piece) => piece[0]).join("").split("\n")].join(" ").toLowerCase();
}

function passing() {
  const words = state.words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  data.events.forEach((event, index) => {
    if (!state.types.has(event.type)) return;
    if (state.status !== "" && event.status !== Number(state.status)) return;
    if (state.actor && !event.actors.includes(state.actor)) return;
    if (state.publisher && data.articles[event.article].publisher !== state.publisher) return;
    if (!inPeriod(event.days)) return;
    if (words.some((word) => !event.haystack.includes(word))) return;
    found.push(index);
  });
  return found;
}

// An event passes if it may have happened within the period. One without any date passes only where none is chosen.
function inPeriod([start, end]) {
  if (state.from === null && state.to === null) return true;
  if (start === null && end === null) return false;
  if (state.from !== null && end !== null && end < state.from) return false;
  return !(state.to !== null && start !== null && start > state.to);
}

const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (iso) => {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? null : Math.round(time / DAY);
};

// Text from articles enters the page only through here, as text.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

let palette = {};
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ground", "ink", "soft", "line", "faint", "dot", "town", "country", "focus"];
  palette = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  palette.types = Array.from({ length: 8 }, (_, i) => style.getPropertyValue(`--t${i}`).trim());
  palette.serif = style.getPropertyValue("--serif").trim();
  palette.sans = style.getPropertyValue("--sans").trim();
}
const colourOf = (type) => palette.types[Math.min(type, 7)];

// Size the canvas to its box in device pixels; return a context that draws in CSS pixels.
function sized(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

// At most one drawing a frame, however many changes ask for it.
function onFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}
