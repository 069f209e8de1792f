// Mercator on the unit square, and the view onto it.
const KM_PER_DEGREE = 111.195;
const MOST_LATITUDE = 85;
const radians = (degrees) => (degrees * Math.PI) / 180;
const degrees = (angle) => (angle * 180) / Math.PI;

const unitX = (longitude) => longitude / 360 + 0.5;
function unitY(latitude) {
  const phi = radians(Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, latitude)));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI);
}
const longitudeOf = (x) => (x - 0.5) * 360;
const latitudeOf = (y) => degrees(2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2);

const view = { x: 0.5, y: 0.5, scale: 400, width: 0, height: 0 }; // centre in unit coordinates; scale in pixels
const LEAST_SCALE = 200;
const MOST_SCALE = 4e6;

const screenX = (x) => (x - view.x) * view.scale + view.width / 2;
const screenY = (y) => (y - view.y) * view.scale + view.height / 2;

// Pixels of a length at a latitude: Mercator stretches with it.
const pixelsPerKm = (latitude) => view.scale / 360 / KM_PER_DEGREE / Math.cos(radians(Math.min(MOST_LATITUDE, Math.abs(latitude))));

function zoomAt(px, py, factor) {
  const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, view.scale * factor));
  const [dx, dy] = [px - view.width / 2, py - view.height / 2];
  view.x += dx / view.scale - dx / scale;
  view.y += dy / view.scale - dy / scale;
  view.scale = scale;
  keepInside();
}

function pan(dx, dy) {
  view.x -= dx / view.scale;
  view.y -= dy / view.scale;
  keepInside();
}

function keepInside() {
  view.x = Math.max(0, Math.min(1, view.x));
  view.y = Math.max(0, Math.min(1, view.y));
}

// Show all marks [latitude, longitude, radius]; with none, the world.
function fit(marks) {
  let [west, north, east, south] = [1, 1, 0, 0];
  for (const [latitude, longitude, radius] of marks) {
    const up = (radius || 8) / KM_PER_DEGREE;
    const across = up / Math.max(0.1, Math.cos(radians(latitude)));
    west = Math.min(west, unitX(longitude - across));
    east = Math.max(east, unitX(longitude + across));
    north = Math.min(north, unitY(latitude + up));
    south = Math.max(south, unitY(latitude - up));
  }
  if (east <= west) [west, north, east, south] = [0, 0.15, 1, 0.75];
  const room = Math.min(56, view.width / 8);
  const scale = Math.min((view.width - 2 * room) / (east - west), (view.height - 2 * room) / (south - north));
  view.x = (west + east) / 2;
  view.y = (north + south) / 2;
  view.scale = Math.max(LEAST_SCALE, Math.min(250000, scale));
}

// The outline on the screen of all points within `radius` kilometres: true on the sphere, not a round of pixels.
function outline(latitude, longitude, radius) {
  const angle = radius / 6371;
  const phi = radians(latitude);
  const points = [];
  for (let corner = 0; corner < 64; corner += 1) {
    const bearing = (2 * Math.PI * corner) / 64;
    const sine = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing);
    const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * sine);
    points.push([screenX(unitX(longitude + degrees(east))), screenY(unitY(degrees(Math.asin(sine))))]);
  }
  return points;
}
