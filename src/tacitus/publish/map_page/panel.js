// The list beside the map, and an event opened: its row, its sentences, its source.
const CHUNK = 120;

function itemOf(index) {
  const event = data.events[index];
  const [first, second] = event.who;
  const who = element("span", { class: "who", dir: "auto" }, first || element("i", {}, "actor not said"));
  if (second) who.append(element("i", {}, " vs "), second);
  const status = data.statuses[event.status] + (event.sources.length ? `: ${event.sources.join(", ")}` : "");
  const button = element("button", { type: "button", class: `item t${Math.min(event.type, 7)} status-${event.status}`, "data-event": index },
    element("span", { class: "dot", "aria-hidden": "true" }),
    element("span", { class: "body" },
      element("span", { class: "top" }, element("span", {}, event.date), element("span", {}, event.sub)),
      who,
      element("br"),
      element("span", { class: "rest", dir: "auto" }, [event.where.join(", "), event.toll, status].filter(Boolean).join(" · "))));
  return element("li", {}, button);
}

// Long lists grow by chunks as they are read, so that thousands of events cost nothing until someone scrolls there.
function fill(list, indices, nothing) {
  list.replaceChildren();
  let at = 0;
  const grow = () => {
    list.querySelector(".show-more")?.parentElement.remove();
    list.append(...indices.slice(at, at + CHUNK).map(itemOf));
    at += CHUNK;
    if (at >= indices.length) return;
    const more = element("button", { type: "button", class: "show-more", onclick: grow }, `Show more (${indices.length - at} left)`);
    list.append(element("li", {}, more));
  };
  if (indices.length) grow();
  else list.append(element("li", { class: "empty" }, nothing));
}

function drawList() {
  const chosen = state.cluster ? new Set(state.cluster) : null;
  const shown = chosen ? state.shown.filter((index) => chosen.has(index)) : state.shown;
  const located = shown.filter((index) => data.events[index].marks.length);
  const others = shown.filter((index) => !data.events[index].marks.length);
  fill($("list"), located, "No event with a place passes these filters.");
  $("unlocated").hidden = others.length === 0;
  $("unlocated-head").textContent = `Not on the map (${others.length})`;
  fill($("unlocated-list"), others, "");
  $("choice").hidden = !chosen;
  if (chosen) {
    $("choice").replaceChildren(
      element("span", {}, `${located.length} events at this spot`),
      element("button", { type: "button", class: "back", onclick: () => change({ cluster: null }, "cluster") }, "Show all"));
  }
  const places = state.shown.reduce((sum, index) => sum + data.events[index].marks.length, 0);
  const all = data.events.length;
  const counted = state.shown.length === all ? plural(all, "event") : `${state.shown.length} of ${plural(all, "event")}`;
  const posts = data.facilities.length ? ` · ${plural(data.facilities.length, "facility", "facilities")}` : "";
  $("summary").textContent = `${counted} at ${plural(places, "place")}${posts} · ${plural(data.articles.length, "article")}`;
}

const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

function open(what) {
  change({ selected: what }, "select");
  bringIntoView(what);
  remember(what);
  $("detail").focus({ preventScroll: true });
  if (window.innerWidth <= 820) $("panel").scrollIntoView({ block: "start" });
}

function close() {
  const was = state.selected;
  change({ selected: null }, "select");
  remember(null);
  if (was && was.kind === "event") document.querySelector(`[data-event="${was.index}"]`)?.focus();
}

const itemAt = (what) => (what.kind === "event" ? data.events : data.facilities)[what.index];

// The address names what is open, so that it can be sent to a colleague who has the same file.
function remember(what) {
  try {
    history.replaceState(null, "", what ? `#${encodeURIComponent(itemAt(what).id)}` : "#");
  } catch {
    // Some browsers allow a page from a file no history; nothing else depends on it.
  }
}

function recall() {
  let id = "";
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return; // not an address that we wrote
  }
  for (const [kind, all] of [["event", data.events], ["facility", data.facilities]]) {
    const index = id ? all.findIndex((item) => item.id === id) : -1;
    if (index >= 0) return open({ kind, index });
  }
}

function bringIntoView(what) {
  const item = itemAt(what);
  const [at] = what.kind === "event" ? item.marks : [item.mark];
  if (!at || !view.width) return;
  const [x, y] = [screenX(unitX(at[1])), screenY(unitY(at[0]))];
  if (x < 60 || y < 20 || x > view.width - 20 || y > view.height - 20) Object.assign(view, { x: unitX(at[1]), y: unitY(at[0]) });
}

function drawDetail() {
  const what = state.selected;
  $("list-view").hidden = Boolean(what);
  $("detail").hidden = !what;
  if (!what) return;
  const item = itemAt(what);
  const article = data.articles[item.article];
  const heading = what.kind === "event"
    ? [element("p", { class: `kind t${Math.min(item.type, 7)}` }, element("span", { class: "dot" }), data.types[item.type]), element("h2", {}, item.sub)]
    : [element("p", { class: "kind" }, element("span", { class: "square" }), "Facility"), element("h2", {}, item.kind)];
  const link = article.url && /^https?:\/\//i.test(article.url)
    ? [["address", -1, [[element("a", { href: article.url, target: "_blank", rel: "noopener noreferrer nofollow" }, article.url), ""]]]]
    : [];
  $("detail").replaceChildren(
    bar(what), ...heading, element("p", { class: "id" }, item.id),
    ...item.quotes.map((quote) => element("blockquote", { dir: "auto" }, ...quote.map(pieceOf))),
    legendOf(item.quotes),
    element("h3", {}, "The row"), rowsOf(item.rows),
    element("h3", {}, "The source"), rowsOf([...article.rows, ...link]));
  $("detail").scrollTop = 0;
}

function bar(what) {
  const back = element("button", { type: "button", class: "back", onclick: close }, "← All events");
  if (what.kind !== "event") return element("div", { class: "bar" }, back);
  const at = state.shown.indexOf(what.index);
  const step = (offset, label, sign) => {
    const next = state.shown[at + offset];
    const button = element("button", { type: "button", class: "back", "aria-label": label, onclick: () => open({ kind: "event", index: next }) }, sign);
    button.disabled = at < 0 || next === undefined;
    return button;
  };
  return element("div", { class: "bar" }, back,
    element("span", { class: "steps" }, step(-1, "Earlier event", "‹"), step(1, "Later event", "›")));
}

function pieceOf([text, fields]) {
  if (!fields.length) return text;
  const names = fields.map((field) => data.fields[field]).join(", ");
  return element("mark", { class: `f f${fields[0]}`, title: names }, text);
}

function legendOf(quotes) {
  const used = [...new Set(quotes.flat().flatMap((piece) => piece[1].slice(0, 1)))].sort((a, b) => a - b);
  return element("ul", { class: "legend", "aria-label": "Marked words" },
    ...used.map((field) => element("li", {}, element("mark", { class: `f f${field}` }, data.fields[field]))));
}

function rowsOf(rows) {
  const list = element("dl");
  for (const [label, , lines] of rows) {
    list.append(element("dt", {}, label), element("dd", {}, ...lines.map(([value, note]) =>
      element("div", { dir: "auto" }, value, value && note ? " " : "", note ? element("small", value ? {} : { class: "none" }, note) : ""))));
  }
  return list;
}
