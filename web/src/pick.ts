// A small map on which a place is picked by a click, or by moving it under the cross with the arrow keys.

import * as maplibre from "maplibre-gl";
import { get, make } from "./page";
import { addNames, baseStyle } from "./map";

export function pickOn(place: HTMLElement, at: string, picked: (latitude: number, longitude: number) => void): void {
  if (place.childElementCount) return;
  const [latitude, longitude] = at.split(",").map(Number);
  const known = Number.isFinite(latitude) && Number.isFinite(longitude);
  const frame = make("div", { class: "pick-frame", role: "application", "aria-label": "Map: click where it is, or move with the arrow keys and press Enter" });
  place.append(frame);
  const map = new maplibre.Map({ container: frame, style: baseStyle(), attributionControl: false, center: known ? [longitude, latitude] : [30, 20], zoom: known ? 8 : 2, dragRotate: false });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-left");
  const marker = new maplibre.Marker({ color: "#8a2c1d" });
  if (known) marker.setLngLat([longitude, latitude]).addTo(map);
  const take = (point: maplibre.LngLat): void => {
    const where = point.wrap();
    marker.setLngLat(where).addTo(map);
    picked(where.lat, where.lng);
  };
  map.on("click", (event) => take(event.lngLat));
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      take(map.getCenter());
    }
  });
  const towns = (): void => {
    const bounds = map.getBounds();
    void get<{ name: string; longitude: number; latitude: number; population: number }[]>(`/api/v1/towns?most=60&view=${[bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(3)).join(",")}`).then((found) =>
      (map.getSource("towns") as maplibre.GeoJSONSource | undefined)?.setData({ type: "FeatureCollection", features: found.map((town) => ({ type: "Feature", properties: { name: town.name, population: town.population }, geometry: { type: "Point", coordinates: [town.longitude, town.latitude] } })) }),
    ).catch(() => undefined);
  };
  map.on("moveend", towns);
  map.once("style.load", () => {
    addNames(map);
    towns();
  });
}
