// Filters, gestures, keys; then the first drawing.
function fillTypes() {
  const counts = new Map();
  for (const event of data.events) counts.set(event.type, (counts.get(event.type) || 0) + 1);
  data.types.forEach((name, type) => {
    if (!counts.has(type)) return;
    const chip = element("button", { type: "button", class: `chip t${Math.min(type, 7)}`, "aria-pressed": "true" },
      element("span", { class: "dot", "aria-hidden": "true" }), name, element("span", { class: "count" }, String(counts.get(type))));
    chip.addEventListener("click", () => {
      const types = new Set(state.types);
      if (!types.delete(type)) types.add(type);
      change({ types });
    });
    onChange(() => chip.setAttribute("aria-pressed", String(state.types.has(type))));
    $("types").append(chip);
  });
}

function fillSelect(select, all, values) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  select.append(element("option", { value: "" }, all));
  for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))) {
    select.append(element("option", { value }, `${value} (${count})`));
  }
  select.addEventListener("change", () => change({ [select.id]: select.value }));
}

function fillFilters() {
  fillTypes();
  fillSelect($("actor"), "All actors", data.events.flatMap((event) => event.actors));
  fillSelect($("publisher"), "All publishers", data.events.map((event) => data.articles[event.article].publisher));
  const status = $("status");
  status.append(element("option", { value: "" }, "Any status"));
  data.statuses.forEach((name, index) => {
    const count = data.events.filter((event) => event.status === index).length;
    if (count) status.append(element("option", { value: String(index) }, `${name} (${count})`));
  });
  status.addEventListener("change", () => change({ status: status.value }));
  $("from").addEventListener("change", () => change({ from: dayOf($("from").value) }));
  $("to").addEventListener("change", () => change({ to: dayOf($("to").value) }));
  let waiting = 0;
  $("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ words: $("search").value }), 120);
  });
  $("clear").addEventListener("click", () => {
    for (const id of ["actor", "publisher", "status", "search"]) $(id).value = "";
    change({ types: new Set(data.types.keys()), actor: "", publisher: "", status: "", words: "", from: null, to: null });
  });
  // On a wide screen the filters are always open; on a phone they wait for a touch.
  const wide = window.matchMedia("(min-width: 821px)");
  const arrange = () => { $("more").open = wide.matches; };
  wide.addEventListener("change", arrange);
  arrange();
}

function fillKey() {
  const signs = [["ring", "named place"]];
  if (marks.some((mark) => mark.radius)) signs.push(["area", "somewhere within"]);
  if (posts.length) signs.push(["square", "facility"]);
  $("key").append(...signs.map(([sign, words]) => element("li", {}, element("span", { class: sign, "aria-hidden": "true" }), words)));
}

const fingers = new Map();
let press = null; // where the pointer went down, to tell a click from a drag
let pinch = 0;

function spread() {
  const [a, b] = [...fingers.values()];
  return { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

mapCanvas.addEventListener("pointerdown", (event) => {
  mapCanvas.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  press = fingers.size === 1 ? { x: event.offsetX, y: event.offsetY } : null;
  if (fingers.size === 2) pinch = spread().distance;
  tip.hidden = true;
});
mapCanvas.addEventListener("pointermove", (event) => {
  const finger = fingers.get(event.pointerId);
  if (!finger) return hover(event);
  const [dx, dy] = [event.offsetX - finger.x, event.offsetY - finger.y];
  Object.assign(finger, { x: event.offsetX, y: event.offsetY });
  if (fingers.size === 2) {
    const { distance, x, y } = spread();
    pan(dx / 2, dy / 2);
    zoomAt(x, y, distance / (pinch || distance));
    pinch = distance;
  } else {
    if (press && Math.hypot(event.offsetX - press.x, event.offsetY - press.y) < 5) return undefined;
    press = null;
    mapCanvas.classList.add("dragging");
    pan(dx, dy);
  }
  return drawMap();
});
function lift(event) {
  fingers.delete(event.pointerId);
  mapCanvas.classList.remove("dragging");
  if (event.type === "pointerup" && press) choose(event);
  press = null;
}
mapCanvas.addEventListener("pointerup", lift);
mapCanvas.addEventListener("pointercancel", lift);
mapCanvas.addEventListener("pointerleave", () => {
  tip.hidden = true;
  setHovered(null);
});
mapCanvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoomAt(event.offsetX, event.offsetY, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0018)));
  tip.hidden = true;
  drawMap();
}, { passive: false });
mapCanvas.addEventListener("dblclick", (event) => {
  zoomAt(event.offsetX, event.offsetY, 2);
  drawMap();
});
mapCanvas.addEventListener("keydown", (event) => {
  const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (moves[event.key]) pan(...moves[event.key]);
  else if (event.key === "+" || event.key === "=") zoomAt(view.width / 2, view.height / 2, 1.5);
  else if (event.key === "-") zoomAt(view.width / 2, view.height / 2, 1 / 1.5);
  else if (event.key === "0") fitShown();
  else return;
  event.preventDefault();
  drawMap();
});

function choose(event) {
  const found = under(event.offsetX, event.offsetY, event.pointerType === "touch" ? 12 : 4);
  if (!found) return;
  if (found.post) open({ kind: "facility", index: found.post.index });
  else if (found.cluster.events.length === 1) open({ kind: "event", index: found.cluster.events[0] });
  else change({ cluster: found.cluster.events, selected: null }, "cluster");
}

function hover(event) {
  if (event.pointerType === "touch") return;
  const found = under(event.offsetX, event.offsetY);
  mapCanvas.classList.toggle("over", Boolean(found));
  tip.hidden = !found;
  if (!found) return setHovered(null);
  tip.replaceChildren(...tipOf(found));
  const [width, height] = [tip.offsetWidth, tip.offsetHeight];
  const x = Math.min(event.offsetX + 14, view.width - width - 8);
  const y = event.offsetY + 16 + height > view.height ? event.offsetY - height - 12 : event.offsetY + 16;
  tip.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
  return setHovered(found.cluster && found.cluster.events.length === 1 ? found.cluster.events[0] : null);
}

function tipOf(found) {
  if (found.post) {
    const { facility, words } = found.post;
    return [element("b", {}, words), element("div", {}, [facility.kind, facility.owner].filter(Boolean).join(" · "))];
  }
  const { marks: at, events } = found.cluster;
  const names = [...new Set(at.map((mark) => mark.words))];
  const title = element("b", {}, names.slice(0, 3).join(", ") + (names.length > 3 ? ` +${names.length - 3}` : ""));
  const lines = events.slice(0, 4).map((index) => element("div", {}, `${data.events[index].date} · ${data.events[index].sub}`));
  if (events.length > 4) lines.push(element("div", {}, `and ${events.length - 4} more`));
  return [title, ...lines];
}

function fitShown() {
  const all = visible.length ? visible : [...marks, ...posts];
  fit(all.map((mark) => [mark.latitude, mark.longitude, mark.radius]));
}

for (const [id, act] of [
  ["zoom-in", () => zoomAt(view.width / 2, view.height / 2, 1.6)],
  ["zoom-out", () => zoomAt(view.width / 2, view.height / 2, 1 / 1.6)],
  ["fit", fitShown],
]) {
  $(id).addEventListener("click", () => {
    act();
    drawMap();
  });
}

$("panel").addEventListener("click", (event) => {
  const item = event.target.closest("[data-event]");
  if (item) open({ kind: "event", index: Number(item.dataset.event) });
});
for (const [name, enter] of [["mouseover", true], ["focusin", true], ["mouseleave", false]]) {
  $("list-view").addEventListener(name, (event) => {
    const item = enter ? event.target.closest("[data-event]") : null;
    setHovered(item ? Number(item.dataset.event) : null);
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.selected) close();
  else if (event.key === "Escape" && state.cluster) change({ cluster: null }, "cluster");
});

onChange((what) => {
  if (what === "filter") {
    chooseVisible();
    for (const end of ["from", "to"]) $(end).value = state[end] === null ? "" : isoOf(state[end]);
  }
  if (what === "filter" || what === "cluster") drawList();
  if (what !== "hover") drawDetail();
  drawMap();
  drawTimeline();
});

function redraw() {
  readPalette();
  drawMap();
  drawTimeline();
}

readPalette();
fillFilters();
fillKey();
change({});
recall();
window.addEventListener("hashchange", recall);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
if ("ResizeObserver" in window) {
  const watcher = new ResizeObserver(redraw);
  watcher.observe(mapCanvas);
  watcher.observe(timeCanvas);
} else window.addEventListener("resize", redraw);
