// The timeline: a mark for a day, a bar for a period, an open bar where only the last day is known. Dragging chooses.
const timeCanvas = $("timeline");
const PAD = 16;
const TOP = 26;

const spans = data.events.map(({ days: [start, end] }, index) => ({ index, start, end: end ?? start })).filter((span) => span.end !== null);
timeCanvas.dataset.spans = String(spans.length);
const whole = wholePeriod();
const time = { from: whole[0], to: whole[1], width: 0, height: 0 };

function wholePeriod() {
  if (!spans.length) return [0, 30];
  let [first, last] = [Infinity, -Infinity];
  for (const span of spans) {
    first = Math.min(first, span.start ?? span.end);
    last = Math.max(last, span.end);
  }
  const room = Math.max(2, (last - first) * 0.02);
  return [first - room, last + 1 + room];
}

const timeX = (day) => PAD + ((day - time.from) / (time.to - time.from)) * (time.width - 2 * PAD);
const dayAt = (x) => time.from + ((x - PAD) / (time.width - 2 * PAD)) * (time.to - time.from);

// Each span takes the first row that is free, in pixels, so that nothing covers another.
function packed(shown) {
  const ends = [];
  const bars = [];
  for (const span of spans) {
    if (!shown.has(span.index)) continue;
    const open = span.start === null;
    const right = Math.max(timeX(span.end + 1), timeX(span.start ?? span.end) + 4);
    const left = open ? right - 26 : timeX(span.start);
    if (right < 0 || left > time.width) continue;
    let row = ends.findIndex((end) => end <= left);
    if (row < 0) row = ends.length;
    ends[row] = right + 1;
    bars.push({ ...span, left, right, row, open });
  }
  return { bars, rows: ends.length };
}

const drawTimeline = onFrame(() => {
  const { context, width, height } = sized(timeCanvas);
  Object.assign(time, { width, height });
  if (!width) return;
  drawTicks(context);
  const { bars, rows } = packed(new Set(state.shown));
  const room = height - TOP - 10;
  const step = Math.min(11, room / Math.max(1, rows));
  const thick = Math.max(0.8, step > 3 ? step - 2 : step * 0.8);
  for (const bar of bars) {
    const event = data.events[bar.index];
    const y = height - 8 - (bar.row + 1) * step;
    const colour = colourOf(event.type);
    context.globalAlpha = event.exact ? 1 : 0.5;
    context.fillStyle = colour;
    if (bar.open) {
      const fade = context.createLinearGradient(bar.left, 0, bar.right, 0);
      fade.addColorStop(0, palette.paper);
      fade.addColorStop(1, colour);
      context.fillStyle = fade;
    }
    context.fillRect(bar.left, y, Math.max(3, bar.right - bar.left), thick);
    if (bar.index === chosenIndex()) {
      context.globalAlpha = 1;
      context.strokeStyle = palette.ink;
      context.lineWidth = 1.6;
      context.strokeRect(bar.left - 2, y - 2, Math.max(3, bar.right - bar.left) + 4, thick + 4);
    }
  }
  context.globalAlpha = 1;
  drawBrush(context);
});

const chosenIndex = () => (state.selected && state.selected.kind === "event" ? state.selected.index : state.hovered);

function drawTicks(context) {
  const days = ((time.to - time.from) / (time.width - 2 * PAD)) * 90;
  const step = [1, 2, 7, 14].find((size) => size >= days);
  const labels = step ? dayTicks(step) : monthTicks([1, 2, 3, 6, 12, 24, 60, 120].find((size) => size * 30.4 >= days) || 240);
  context.font = `11px ${palette.sans}`;
  context.textAlign = "left";
  context.lineWidth = 0.8;
  for (const [day, label] of labels) {
    const x = Math.round(timeX(day)) + 0.5;
    if (x < 0 || x > time.width) continue;
    context.strokeStyle = palette.line;
    context.beginPath();
    context.moveTo(x, 6);
    context.lineTo(x, time.height - 6);
    context.stroke();
    context.fillStyle = palette.soft;
    context.fillText(label, x + 4, 15);
  }
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function dayTicks(step) {
  const ticks = [];
  for (let day = Math.floor(time.from / step) * step; day <= time.to; day += step) {
    const date = new Date(day * DAY);
    const year = ticks.length === 0 || date.getUTCMonth() === 0 ? ` ${date.getUTCFullYear()}` : "";
    ticks.push([day, `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${year}`]);
  }
  return ticks;
}

function monthTicks(step) {
  const first = new Date(time.from * DAY);
  const ticks = [];
  let month = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  for (; ; month += step) {
    const [year, at] = [Math.floor(month / 12), month % 12];
    const day = Date.UTC(year, at, 1) / DAY;
    if (day > time.to) return ticks;
    ticks.push([day, step >= 12 ? String(year) : at === 0 || ticks.length === 0 ? `${MONTHS[at]} ${year}` : MONTHS[at]]);
  }
}

function drawBrush(context) {
  if (state.from === null && state.to === null) return;
  const left = state.from === null ? 0 : timeX(state.from);
  const right = state.to === null ? time.width : timeX(state.to + 1);
  context.fillStyle = palette.paper;
  context.globalAlpha = 0.72;
  context.fillRect(0, 20, left, time.height);
  context.fillRect(right, 20, time.width - right, time.height);
  context.globalAlpha = 0.08;
  context.fillStyle = palette.focus;
  context.fillRect(left, 20, right - left, time.height);
  context.globalAlpha = 1;
  context.strokeStyle = palette.focus;
  context.lineWidth = 1.5;
  for (const x of [left, right]) {
    context.beginPath();
    context.moveTo(x, 20);
    context.lineTo(x, time.height);
    context.stroke();
  }
}

function barAt(px, py) {
  const { bars, rows } = packed(new Set(state.shown));
  const step = Math.min(11, (time.height - TOP - 10) / Math.max(1, rows));
  return bars.find((bar) => {
    const y = time.height - 8 - (bar.row + 1) * step;
    return px >= bar.left - 3 && px <= bar.right + 3 && py >= y - 2 && py <= y + step + 1;
  });
}

let brushing = null; // {x, day}: where the drag began
timeCanvas.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  const near = (day) => day !== null && Math.abs(timeX(day) - event.offsetX) < 7;
  let anchor = dayAt(event.offsetX);
  // Taking hold of an edge moves that edge: the other one is the anchor.
  if (near(state.from)) anchor = state.to === null ? time.to : state.to + 0.5;
  else if (state.to !== null && near(state.to + 1)) anchor = state.from === null ? time.from : state.from + 0.5;
  brushing = { x: event.offsetX, day: anchor, moved: false };
  timeCanvas.setPointerCapture(event.pointerId);
});
timeCanvas.addEventListener("pointermove", (event) => {
  if (!brushing) {
    const bar = barAt(event.offsetX, event.offsetY);
    setHovered(bar ? bar.index : null);
    return;
  }
  if (!brushing.moved && Math.abs(event.offsetX - brushing.x) < 4) return;
  brushing.moved = true;
  const [from, to] = [brushing.day, dayAt(event.offsetX)].sort((a, b) => a - b);
  change({ from: Math.floor(from), to: Math.floor(to) });
});
timeCanvas.addEventListener("pointerup", (event) => {
  if (brushing && !brushing.moved) {
    const bar = barAt(event.offsetX, event.offsetY);
    if (bar) open({ kind: "event", index: bar.index });
    else change({ from: null, to: null });
  }
  brushing = null;
});
timeCanvas.addEventListener("pointercancel", () => { brushing = null; });
timeCanvas.addEventListener("pointerleave", () => setHovered(null));
timeCanvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const factor = Math.exp(event.deltaY * 0.0015);
  const at = dayAt(event.offsetX);
  const from = Math.max(whole[0], at - (at - time.from) * factor);
  const to = Math.min(whole[1], at + (time.to - at) * factor);
  if (to - from < 5) return;
  Object.assign(time, { from, to });
  drawTimeline();
}, { passive: false });

function setHovered(index) {
  if (index === state.hovered) return;
  change({ hovered: index }, "hover");
}
