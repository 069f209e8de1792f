// The map: graticule, settled land, towns, areas of uncertainty, marks.
const mapCanvas = $("map");
const tip = $("tip");

const CELL = 26; // pixels: marks nearer than this become one
const marks = []; // every event at every one of its places
data.events.forEach((event, index) => event.marks.forEach(([latitude, longitude, radius, area, words]) =>
  marks.push({ index, type: event.type, latitude, longitude, radius, area, words, x: unitX(longitude), y: unitY(latitude) })));
const posts = data.facilities
  .map((facility, index) => ({ index, facility, mark: facility.mark }))
  .filter((post) => post.mark)
  .map((post) => ({ ...post, latitude: post.mark[0], longitude: post.mark[1], radius: post.mark[2], words: post.mark[4],
    x: unitX(post.mark[1]), y: unitY(post.mark[0]) }));
mapCanvas.dataset.marks = String(marks.length);
mapCanvas.dataset.facilities = String(posts.length);

const dots = new Float64Array(data.dots.length);
for (let i = 0; i < dots.length; i += 2) {
  dots[i] = unitX(data.dots[i + 1]);
  dots[i + 1] = unitY(data.dots[i]);
}
const towns = data.towns.map(([name, latitude, longitude, population]) => ({ name, population, x: unitX(longitude), y: unitY(latitude) }));
const countries = data.countries.map(([name, latitude, longitude]) => ({ name, x: unitX(longitude), y: unitY(latitude) }));

let visible = []; // marks of the events shown
let clusters = []; // as last drawn, with their places on the screen
let pinned = []; // squares as last drawn

function chooseVisible() {
  const shown = new Set(state.shown);
  visible = marks.filter((mark) => shown.has(mark.index));
}

// Cells are fixed to the ground, not to the window, so that clusters hold still while the map is dragged.
function cluster() {
  const cells = new Map();
  const margin = 40;
  for (const mark of visible) {
    const [sx, sy] = [screenX(mark.x), screenY(mark.y)];
    if (sx < -margin || sy < -margin || sx > view.width + margin || sy > view.height + margin) continue;
    const key = `${Math.floor((mark.x * view.scale) / CELL)}:${Math.floor((mark.y * view.scale) / CELL)}`;
    const cell = cells.get(key);
    if (cell) {
      cell.marks.push(mark);
      cell.sx += sx;
      cell.sy += sy;
    } else cells.set(key, { marks: [mark], sx, sy });
  }
  const found = [...cells.values()].map((cell) => ({ marks: cell.marks, sx: cell.sx / cell.marks.length, sy: cell.sy / cell.marks.length }));
  return merged(found);
}

function merged(found) {
  found.sort((a, b) => b.marks.length - a.marks.length);
  const grid = new Map();
  const kept = [];
  for (const item of found) {
    const [cx, cy] = [Math.floor(item.sx / 48), Math.floor(item.sy / 48)];
    let near = null;
    for (let dx = -1; dx <= 1 && !near; dx += 1) {
      for (let dy = -1; dy <= 1 && !near; dy += 1) {
        near = (grid.get(`${cx + dx}:${cy + dy}`) || []).find((other) =>
          Math.hypot(other.sx - item.sx, other.sy - item.sy) < sizeOf(other) + sizeOf(item) - 1);
      }
    }
    if (near) near.marks = near.marks.concat(item.marks);
    else {
      const key = `${cx}:${cy}`;
      grid.set(key, (grid.get(key) || []).concat(item));
      kept.push(item);
    }
  }
  for (const item of kept) item.events = [...new Set(item.marks.map((mark) => mark.index))];
  return kept;
}

const isSingle = (item) => item.marks.every((mark) => mark.index === item.marks[0].index);
const sizeOf = (item) => (isSingle(item) ? 6.5 : Math.min(23, 9 + 2.1 * Math.sqrt(item.marks.length)));

const drawMap = onFrame(() => {
  const { context, width, height } = sized(mapCanvas);
  const first = !view.width;
  Object.assign(view, { width, height });
  if (!width) return;
  if (first) fit([...marks, ...posts].map((mark) => [mark.latitude, mark.longitude, mark.radius]));
  drawGraticule(context);
  drawDots(context);
  clusters = cluster();
  drawAreas(context);
  const taken = clusters.map((item) => box(item.sx, item.sy, sizeOf(item) + 2));
  // Room for the scale, the key, the buttons, and the figures of the graticule.
  const key = $("key");
  taken.push([0, height - 44, 180, height], [width - key.offsetWidth - 20, height - key.offsetHeight - 14, width, height]);
  taken.push([0, 0, 60, 125], [0, 0, width, 16], [width - 40, 0, width, height]);
  drawCountries(context, taken);
  drawTowns(context, taken);
  drawPosts(context);
  drawClusters(context);
  drawSelected(context);
  drawScale(context);
});

const box = (x, y, half) => [x - half, y - half, x + half, y + half];
const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function drawGraticule(context) {
  const degreesWide = (view.width / view.scale) * 360;
  const step = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30].find((size) => degreesWide / size < 7) || 30;
  const places = step < 0.1 || step === 0.25 ? 2 : step < 1 ? 1 : 0;
  context.strokeStyle = palette.line;
  context.lineWidth = 0.7;
  context.fillStyle = palette.soft;
  context.font = `10.5px ${palette.sans}`;
  const west = longitudeOf(view.x - view.width / 2 / view.scale);
  const east = longitudeOf(view.x + view.width / 2 / view.scale);
  const south = Math.max(-84, latitudeOf(view.y + view.height / 2 / view.scale));
  const north = Math.min(84, latitudeOf(view.y - view.height / 2 / view.scale));
  context.beginPath();
  context.textAlign = "center";
  for (let i = Math.ceil(west / step); i * step <= east; i += 1) {
    const x = Math.round(screenX(unitX(i * step))) + 0.5;
    if (Math.abs(i * step) > 180) continue;
    context.moveTo(x, 0);
    context.lineTo(x, view.height);
    if (x > 70 && x < view.width - 20) context.fillText(`${Math.abs(i * step).toFixed(places)}°${i < 0 ? "W" : i > 0 ? "E" : ""}`, x, 13);
  }
  context.textAlign = "right";
  for (let i = Math.ceil(south / step); i * step <= north; i += 1) {
    const y = Math.round(screenY(unitY(i * step))) + 0.5;
    context.moveTo(0, y);
    context.lineTo(view.width, y);
    if (y > 40 && y < view.height - 40) context.fillText(`${Math.abs(i * step).toFixed(places)}°${i < 0 ? "S" : i > 0 ? "N" : ""}`, view.width - 6, y - 4);
  }
  context.stroke();
}

function drawDots(context) {
  context.fillStyle = palette.dot;
  const size = Math.max(1.2, Math.min(2.4, Math.log10(view.scale) - 2.2));
  for (let i = 0; i < dots.length; i += 2) {
    const [x, y] = [screenX(dots[i]), screenY(dots[i + 1])];
    if (x > 0 && y > 0 && x < view.width && y < view.height) context.fillRect(x - size / 2, y - size / 2, size, size);
  }
}

function halo(context, text, x, y, colour) {
  context.strokeStyle = palette.ground;
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function drawCountries(context, taken) {
  context.textAlign = "center";
  context.font = `italic ${view.scale < 3000 ? 13.5 : 16}px ${palette.serif}`;
  if ("letterSpacing" in context) context.letterSpacing = view.scale < 3000 ? "1px" : "2px";
  let named = 0;
  for (const country of countries) {
    if (named > 28) break;
    const [x, y] = [screenX(country.x), screenY(country.y)];
    const half = context.measureText(country.name).width / 2;
    const room = [x - half - 6, y - 16, x + half + 6, y + 8];
    if (x + half < 0 || x - half > view.width || y < 0 || y > view.height || taken.some((other) => meet(other, room))) continue;
    taken.push(room);
    named += 1;
    context.globalAlpha = 0.75;
    halo(context, country.name, x, y, palette.country);
    context.globalAlpha = 1;
  }
  if ("letterSpacing" in context) context.letterSpacing = "0px";
}

function drawTowns(context, taken) {
  context.textAlign = "left";
  let named = 0;
  for (const town of towns) {
    if (named > 70) break;
    const [x, y] = [screenX(town.x), screenY(town.y)];
    if (x < 4 || y < 20 || x > view.width - 30 || y > view.height - 34) continue;
    const size = town.population > 1e6 ? 12.5 : town.population > 1e5 ? 11.5 : 10.5;
    context.font = `${size}px ${palette.sans}`;
    const room = [x - 4, y - size, x + 9 + context.measureText(town.name).width, y + 5];
    if (taken.some((other) => meet(other, room))) continue;
    taken.push([room[0] - 14, room[1] - 6, room[2] + 14, room[3] + 6]);
    named += 1;
    context.beginPath();
    context.arc(x, y, town.population > 1e6 ? 2.4 : 1.8, 0, 7);
    context.fillStyle = palette.town;
    context.fill();
    halo(context, town.name, x + 6, y + 3.5, palette.town);
  }
}

// One path a type, so that overlapping areas of a type keep one tone and marks stay readable above them.
function drawAreas(context) {
  const seen = new Set();
  const paths = new Map();
  for (const mark of visible) {
    const key = `${mark.latitude}:${mark.longitude}:${mark.radius}:${mark.type}`;
    if (!mark.radius || seen.has(key)) continue;
    seen.add(key);
    const pixels = mark.radius * pixelsPerKm(mark.latitude);
    const [x, y] = [screenX(mark.x), screenY(mark.y)];
    if (pixels < 8 || x + pixels < 0 || y + pixels < 0 || x - pixels > view.width || y - pixels > view.height) continue;
    if (!paths.has(mark.type)) paths.set(mark.type, { path: new Path2D(), count: 0 });
    const of = paths.get(mark.type);
    trace(of.path, mark, x, y, pixels);
    of.count += 1;
  }
  for (const [type, { path, count }] of paths) {
    context.globalAlpha = 0.11;
    context.fillStyle = colourOf(type);
    context.fill(path, "nonzero");
    context.globalAlpha = count > 60 ? 0.22 : 0.5;
    context.strokeStyle = colourOf(type);
    context.lineWidth = 1;
    context.setLineDash(count > 60 ? [] : [4, 3]);
    context.stroke(path);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function trace(path, mark, x, y, pixels) {
  if (mark.radius < 60) {
    // Mercator keeps angles: a small circle on the ground is a circle on the map.
    path.moveTo(x + pixels, y);
    path.arc(x, y, pixels, 0, 2 * Math.PI);
    return;
  }
  outline(mark.latitude, mark.longitude, mark.radius).forEach(([px, py], i) => (i ? path.lineTo(px, py) : path.moveTo(px, py)));
  path.closePath();
}

function drawPosts(context) {
  pinned = posts.map((post) => ({ post, sx: screenX(post.x), sy: screenY(post.y) }))
    .filter(({ sx, sy }) => sx > -10 && sy > -10 && sx < view.width + 10 && sy < view.height + 10);
  for (const item of pinned) {
    // Beside a mark the square steps aside, so that both can be seen and reached.
    const under = clusters.find((other) => Math.hypot(other.sx - item.sx, other.sy - item.sy) < sizeOf(other) + 5);
    if (under) Object.assign(item, { sx: under.sx + (sizeOf(under) + 4) * 0.75, sy: under.sy - (sizeOf(under) + 4) * 0.75 });
    context.fillStyle = item.post.facility.removed ? palette.ground : palette.paper;
    context.strokeStyle = item.post.facility.removed ? palette.soft : palette.ink;
    context.lineWidth = 1.8;
    context.beginPath();
    context.rect(item.sx - 4, item.sy - 4, 8, 8);
    context.fill();
    context.stroke();
  }
}

function drawClusters(context) {
  context.textAlign = "center";
  for (const item of clusters) {
    const size = sizeOf(item);
    if (isSingle(item)) drawSingle(context, item, size);
    else drawRing(context, item, size);
  }
}

function drawSingle(context, item, size) {
  const mark = item.marks[0];
  context.beginPath();
  context.arc(item.sx, item.sy, size - 1.5, 0, 7);
  context.lineWidth = 4.5;
  context.strokeStyle = palette.ground;
  context.stroke();
  context.fillStyle = mark.area ? palette.ground : colourOf(mark.type);
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = colourOf(mark.type);
  context.stroke();
}

function drawRing(context, item, size) {
  const counts = new Map();
  for (const mark of item.marks) counts.set(mark.type, (counts.get(mark.type) || 0) + 1);
  context.beginPath();
  context.arc(item.sx, item.sy, size + 1, 0, 7);
  context.fillStyle = palette.paper;
  context.fill();
  let from = -Math.PI / 2;
  const gap = counts.size > 1 ? 0.09 : 0;
  for (const [type, count] of [...counts].sort((a, b) => a[0] - b[0])) {
    const to = from + (2 * Math.PI * count) / item.marks.length;
    context.beginPath();
    context.arc(item.sx, item.sy, size - 2, from + gap / 2, Math.max(from + gap / 2 + 0.05, to - gap / 2));
    context.lineWidth = 4;
    context.strokeStyle = colourOf(type);
    context.stroke();
    from = to;
  }
  context.fillStyle = palette.ink;
  context.font = `600 ${item.marks.length > 99 ? 11 : 11.5}px ${palette.sans}`;
  context.fillText(String(item.events.length), item.sx, item.sy + 4);
}

function drawSelected(context) {
  let at = [];
  if (state.selected && state.selected.kind === "facility") {
    at = pinned.filter((item) => item.post.index === state.selected.index).map((item) => [item.sx, item.sy, 9]);
  } else {
    const chosen = state.selected ? state.selected.index : state.hovered;
    if (chosen === null) return;
    at = clusters.filter((item) => item.events.includes(chosen)).map((item) => [item.sx, item.sy, sizeOf(item) + 4]);
  }
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  for (const [x, y, size] of at) {
    context.beginPath();
    context.arc(x, y, size, 0, 7);
    context.stroke();
  }
}

function drawScale(context) {
  const latitude = latitudeOf(view.y);
  const perKm = pixelsPerKm(latitude);
  const most = 130 / perKm;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
  const [x, y] = [14, view.height - 14];
  const end = x + length * perKm;
  context.globalAlpha = 0.85;
  context.fillStyle = palette.ground;
  context.fillRect(0, view.height - 40, end + 44, 40);
  context.globalAlpha = 1;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(x, y - 5);
  context.lineTo(x, y);
  context.lineTo(end, y);
  context.lineTo(end, y - 5);
  context.stroke();
  context.textAlign = "left";
  context.font = `11px ${palette.sans}`;
  halo(context, `${length >= 1 ? length : length.toFixed(1)} km`, x + 2, y - 8, palette.ink);
  const north = end + 26;
  context.beginPath();
  context.moveTo(north, y - 17);
  context.lineTo(north + 4, y - 5);
  context.lineTo(north, y - 8);
  context.lineTo(north - 4, y - 5);
  context.closePath();
  context.fillStyle = palette.ink;
  context.fill();
  context.textAlign = "center";
  halo(context, "N", north, y + 6, palette.ink);
}

// What lies under a point of the screen; `slack` is wider for fingers.
function under(px, py, slack = 4) {
  const square = pinned.find((item) => Math.abs(item.sx - px) < 6 + slack && Math.abs(item.sy - py) < 6 + slack);
  const found = clusters
    .map((item) => ({ item, distance: Math.hypot(item.sx - px, item.sy - py) }))
    .filter(({ item, distance }) => distance < sizeOf(item) + slack)
    .sort((a, b) => a.distance - b.distance)[0];
  if (square && (!found || Math.hypot(square.sx - px, square.sy - py) < 8)) return { post: square.post };
  return found ? { cluster: found.item } : null;
}
