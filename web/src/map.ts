// The map: Natural Earth below, the matches above. Points are gathered by the server; areas are drawn as areas.

import * as maplibre from "maplibre-gl";
import { colour, get, make } from "./page";

maplibre.setWorkerUrl("/assets/maplibre-gl-worker.mjs");
// One worker: more would only make a laptop's cores wait for each other.
maplibre.setWorkerCount(1);

export interface MapAnswer extends GeoJSON.FeatureCollection {
  total: number;
  shown: number;
  unlocated: number;
}

interface Options {
  extent: [number, number, number, number] | null;
  types: string[];
  moved: () => void;
  opened: (id: string) => void;
  narrowed: (box: string) => void;
}

const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
const TYPES = 6;

interface Colours {
  land: string; water: string; border: string; province: string; disputed: string; label: string; paper: string;
  ink: string; soft: string; town: string; area: string; types: string[];
}

function colours(): Colours {
  return {
    land: colour("--map-land"), water: colour("--map-water"), border: colour("--map-border"), province: colour("--map-province"),
    disputed: colour("--map-disputed"), label: colour("--map-label"), paper: colour("--paper"), ink: colour("--ink"),
    soft: colour("--soft"), town: colour("--map-town"), area: colour("--map-area"),
    types: Array.from({ length: TYPES }, (_, index) => colour(`--t${index}`)),
  };
}

const byType = (types: string[]): maplibre.ExpressionSpecification =>
  ["match", ["get", "type"], ...types.slice(0, -1).flatMap((each, index) => [index, each]), types[types.length - 1]] as unknown as maplibre.ExpressionSpecification;

/** The basemap's style, and empty sources for what is shown upon it. */
export function baseStyle(): maplibre.StyleSpecification {
  const c = colours();
  return {
    version: 8,
    sources: {
      countries: { type: "geojson", data: "/assets/basemap/land.json", tolerance: 0.4 },
      borders: { type: "geojson", data: EMPTY, tolerance: 0.4 },
      provinces: { type: "geojson", data: EMPTY, tolerance: 0.3 },
      towns: { type: "geojson", data: EMPTY },
      areas: { type: "geojson", data: EMPTY },
      points: { type: "geojson", data: EMPTY },
      facilities: { type: "geojson", data: EMPTY },
      pointed: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": c.water } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": c.land, "fill-antialias": false } },
      { id: "provinces", type: "line", source: "provinces", minzoom: 3.5, paint: { "line-color": c.province, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.4, 8, 1] } },
      { id: "borders", type: "line", source: "borders", filter: ["!", ["get", "disputed"]], paint: { "line-color": c.border, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.5, 5, 1.1, 9, 1.8] } },
      { id: "disputed", type: "line", source: "borders", filter: ["get", "disputed"], paint: { "line-color": c.disputed, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.8, 5, 1.4, 9, 2.2], "line-dasharray": [2.2, 1.8] } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": c.area, "fill-opacity": ["interpolate", ["linear"], ["get", "count"], 1, 0.07, 20, 0.11, 400, 0.16] } },
      { id: "areas-line", type: "line", source: "areas", paint: { "line-color": c.area, "line-width": 1.1, "line-opacity": 0.75, "line-dasharray": [3, 2] } },
      { id: "points", type: "circle", source: "points", paint: { "circle-radius": radius(), "circle-color": byType(c.types), "circle-opacity": ["case", [">", ["get", "count"], 1], 0.82, 0.95], "circle-stroke-color": ["case", [">=", ["*", 2, ["get", "contested"]], ["get", "count"]], c.ink, c.paper], "circle-stroke-width": ["case", [">=", ["*", 2, ["get", "contested"]], ["get", "count"]], 2, 1.2] } },
      { id: "pointed", type: "circle", source: "pointed", paint: { "circle-radius": 14, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": c.ink, "circle-stroke-width": 2.5 } },
    ],
  };
}

/** Finer coasts, borders, names and counts: they take longest, so they come when coasts and incidents are seen. */
export function addNames(map: maplibre.Map): void {
  const c = colours();
  const text = { "text-font": ["system-ui"] };
  const halo = { "text-halo-color": c.land, "text-halo-width": 1.4 };
  const below: maplibre.LayerSpecification[] = [
    { id: "town-dots", type: "circle", source: "towns", paint: { "circle-radius": 1.8, "circle-color": c.town } },
    { id: "province-names", type: "symbol", source: "names", minzoom: 5.4, filter: ["==", ["get", "kind"], "province"], layout: { ...text, "text-field": ["get", "name"], "text-size": 11, "text-letter-spacing": 0.06, "text-max-width": 7 }, paint: { "text-color": c.label, "text-opacity": 0.75, ...halo } },
    { id: "town-names", type: "symbol", source: "towns", minzoom: 4.2, layout: { ...text, "text-field": ["get", "name"], "text-size": 11.5, "text-anchor": "left", "text-offset": [0.5, 0], "symbol-sort-key": ["-", 0, ["get", "population"]] }, paint: { "text-color": c.town, ...halo } },
    { id: "country-names", type: "symbol", source: "names", maxzoom: 7.5, filter: ["==", ["get", "kind"], "country"], layout: { ...text, "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 1.5, 10, 6, 15], "text-letter-spacing": 0.08, "text-max-width": 7, "symbol-sort-key": ["-", 0, ["get", "size"]] }, paint: { "text-color": c.label, ...halo } },
  ];
  const above: maplibre.LayerSpecification[] = [
    { id: "facilities", type: "symbol", source: "facilities", layout: { ...text, "text-field": ["case", ["==", ["get", "status"], "removed"], "◻", "◼"], "text-size": 15, "text-allow-overlap": true }, paint: { "text-color": c.ink, "text-halo-color": c.paper, "text-halo-width": 1.5 } },
    { id: "facility-names", type: "symbol", source: "facilities", minzoom: 6.5, layout: { ...text, "text-field": ["get", "label"], "text-size": 11, "text-anchor": "top", "text-offset": [0, 0.8], "text-optional": true }, paint: { "text-color": c.ink, ...halo } },
    { id: "area-counts", type: "symbol", source: "areas", layout: { ...text, "text-field": ["to-string", ["get", "count"]], "text-size": 11 }, paint: { "text-color": c.area, "text-halo-color": c.land, "text-halo-width": 1.6 } },
    { id: "point-counts", type: "symbol", source: "points", filter: [">", ["get", "count"], 1], layout: { ...text, "text-field": ["get", "label"], "text-size": 11.5, "text-allow-overlap": true }, paint: { "text-color": "#fff", "text-halo-color": "rgba(0,0,0,.35)", "text-halo-width": 0.8 } },
  ];
  void (map.getSource("countries") as maplibre.GeoJSONSource).setData("/assets/basemap/countries.json");
  void (map.getSource("borders") as maplibre.GeoJSONSource).setData("/assets/basemap/borders.json");
  map.addSource("names", { type: "geojson", data: "/assets/basemap/names.json" });
  for (const layer of below) map.addLayer(layer, "points");
  for (const layer of above) map.addLayer(layer, "pointed");
}

function radius(): maplibre.ExpressionSpecification {
  return ["interpolate", ["exponential", 0.6], ["get", "count"], 1, 6, 2, 9, 20, 13, 300, 18, 5000, 24] as maplibre.ExpressionSpecification;
}

/** Numbers short enough for a circle: 1 200 is "1.2k". */
const short = (count: number): string => (count < 1000 ? String(count) : count < 10_000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`);

export class IncidentMap {
  readonly map: maplibre.Map;
  private readonly ready: Promise<void>;
  private readonly popup = new maplibre.Popup({ closeButton: false, closeOnClick: false, maxWidth: "280px", className: "map-tip" });
  private shown: MapAnswer | null = null;
  private provinces = false;
  private moves = 0;
  private named = false;

  constructor(place: HTMLElement, private readonly options: Options) {
    const at = new URL(location.href).searchParams;
    const held = ["lon", "lat", "z"].map((name) => Number(at.get(name) ?? NaN));
    const center = held.every(Number.isFinite);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = new maplibre.Map({
      container: place,
      style: baseStyle(),
      attributionControl: false,
      renderWorldCopies: true,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: still ? 0 : 120,
      maxZoom: 14,
      ...(center ? { center: [held[0], held[1]] as [number, number], zoom: held[2] } : options.extent ? { bounds: padded(options.extent), fitBoundsOptions: { padding: 46, maxZoom: 8 } } : { center: [20, 20] as [number, number], zoom: 1.4 }),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new maplibre.ScaleControl({ maxWidth: 110 }), "bottom-left");
    this.map.addControl(new maplibre.AttributionControl({ compact: true, customAttribution: "Natural Earth; GeoNames" }), "bottom-right");
    this.ready = new Promise((done) => this.map.once("style.load", () => done()));
    this.map.on("moveend", () => {
      if (this.moves++ > 0 || this.shown) this.options.moved();
      this.detail();
    });
    this.interact();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => {
      this.provinces = false;
      this.map.setStyle(baseStyle());
      this.map.once("style.load", () => {
        addNames(this.map);
        if (this.shown) this.show(this.shown);
        this.detail();
      });
    });
  }

  /** Add what can wait until the map is first seen: names, towns, borders of provinces. */
  complete(): void {
    if (this.named) return;
    this.named = true;
    addNames(this.map);
    this.detail();
  }

  /** What the address keeps of the map. */
  state(): [string, string][] {
    const { lng, lat } = this.map.getCenter().wrap();
    return [["lon", lng.toFixed(3)], ["lat", lat.toFixed(3)], ["z", this.map.getZoom().toFixed(2)]];
  }

  /** What the server must know to answer for the part that is seen. */
  view(): [string, string][] {
    return [["view", this.box()], ["zoom", this.map.getZoom().toFixed(2)]];
  }

  private box(): string {
    const bounds = this.map.getBounds();
    const [west, east] = bounds.getEast() - bounds.getWest() >= 360 ? [-180, 180] : [bounds.getWest(), bounds.getEast()];
    return [west, Math.max(-90, bounds.getSouth()), east, Math.min(90, bounds.getNorth())].map((edge) => edge.toFixed(3)).join(",");
  }

  show(answer: MapAnswer): void {
    this.shown = answer;
    for (const feature of answer.features) if (feature.properties) feature.properties.label = short(feature.properties.count as number);
    void this.ready.then(() => {
      this.source("areas").setData({ type: "FeatureCollection", features: answer.features.filter((each) => each.properties?.kind === "area") });
      this.source("points").setData({ type: "FeatureCollection", features: answer.features.filter((each) => each.properties?.kind === "point") });
    });
  }

  whenPainted(done: () => void): void {
    this.map.once("render", () => requestAnimationFrame(() => {
      if (this.map.isSourceLoaded("points") && this.map.isSourceLoaded("countries")) done();
      else this.whenPainted(done);
    }));
    this.map.triggerRepaint();
  }

  /** Ring the place of one incident; nothing for null. */
  async point(id: string | null): Promise<void> {
    if (id === null) {
      this.source("pointed")?.setData(EMPTY);
      return;
    }
    try {
      const incident = await get<{ longitude: number | null; latitude: number | null }>(`/api/v1/incidents/${id.split("/").map(encodeURIComponent).join("/")}/place`);
      if (incident.longitude === null || incident.latitude === null) return;
      this.source("pointed").setData({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [incident.longitude, incident.latitude] } });
    } catch {
      // Only a ring is missing.
    }
  }

  async facilities(shown: boolean): Promise<void> {
    await this.ready;
    if (!shown) {
      this.source("facilities").setData(EMPTY);
      return;
    }
    this.source("facilities").setData(await get<GeoJSON.FeatureCollection>("/api/v1/facilities.geojson"));
  }

  private source(name: string): maplibre.GeoJSONSource {
    return this.map.getSource(name) as maplibre.GeoJSONSource;
  }

  /** Load what only a nearer view shows: borders of provinces, and towns to find one's way by. */
  private detail(): void {
    if (!this.named) return;
    const zoom = this.map.getZoom();
    if (zoom >= 3.5 && !this.provinces) {
      this.provinces = true;
      window.setTimeout(() => void get<GeoJSON.FeatureCollection>("/assets/basemap/provinces.json").then((data) => this.source("provinces").setData(data)), 300);
    }
    if (zoom < 4) {
      void this.source("towns")?.setData(EMPTY);
      return;
    }
    void get<{ name: string; longitude: number; latitude: number; population: number }[]>(`/api/v1/towns?view=${this.box()}&most=70`).then((towns) =>
      this.source("towns").setData({
        type: "FeatureCollection",
        features: towns.map((town) => ({ type: "Feature", properties: { name: town.name, population: town.population }, geometry: { type: "Point", coordinates: [town.longitude, town.latitude] } })),
      }),
    ).catch(() => undefined);
  }

  private interact(): void {
    const layers = ["points", "areas", "facilities", "disputed"];
    this.map.on("mousemove", (event) => {
      const found = this.at(event.point, layers);
      this.map.getCanvas().style.cursor = found && found.layer.id !== "disputed" ? "pointer" : "";
      if (!found) {
        this.popup.remove();
        return;
      }
      this.popup.setLngLat(event.lngLat).setDOMContent(this.tip(found)).addTo(this.map);
    });
    this.map.on("mouseout", () => this.popup.remove());
    this.map.on("click", (event) => {
      const found = this.at(event.point, ["points", "areas", "facilities"]);
      if (!found) return;
      const { id, count, href } = found.properties as { id?: string; count: number; href?: string };
      if (href) location.href = href;
      else if (id && count === 1) this.options.opened(id);
      else if (found.layer.id === "points") this.nearer(event.lngLat, found);
      else this.narrow(found);
    });
  }

  private nearer(at: maplibre.LngLat, found: maplibre.MapGeoJSONFeature): void {
    if (found.properties.place || this.map.getZoom() >= 13) return this.narrow(found);
    this.map.easeTo({ center: at, zoom: Math.min(this.map.getZoom() + 2, 14) });
  }

  /** List what lies in a place: its box becomes a filter. */
  private narrow(found: maplibre.MapGeoJSONFeature): void {
    const at = found.geometry.type === "Point" ? found.geometry.coordinates : [found.properties.longitude as number, found.properties.latitude as number];
    // An area's box holds its middle only: what is drawn as one area is listed as one.
    const room = found.layer.id === "areas" ? Math.max(0.01, Number(found.properties.radius) / 111) : 0.01;
    this.options.narrowed([at[0] - room, at[1] - room, at[0] + room, at[1] + room].map((edge) => edge.toFixed(3)).join(","));
  }

  private at(point: maplibre.Point, layers: string[]): maplibre.MapGeoJSONFeature | null {
    const near: [maplibre.PointLike, maplibre.PointLike] = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]];
    const found = this.map.queryRenderedFeatures(near, { layers: layers.filter((layer) => this.map.getLayer(layer)) });
    return found[0] ?? null;
  }

  private tip(found: maplibre.MapGeoJSONFeature): HTMLElement {
    const properties = found.properties as Record<string, unknown>;
    if (found.layer.id === "disputed") return make("div", {}, make("b", {}, String(properties.name)), make("p", {}, "disputed border"));
    if (found.layer.id === "facilities") return make("div", {}, make("b", {}, String(properties.label)), make("p", {}, String(properties.said)));
    const count = Number(properties.count);
    const box = make("div", {}, make("b", {}, `${count.toLocaleString("en")} ${count === 1 ? "incident" : "incidents"}`));
    if (properties.kind === "area") {
      box.append(make("p", {}, `somewhere in ${String(properties.place)} (${String(properties.precision).replaceAll("_", " ")})`));
      return box;
    }
    if (properties.place) box.append(make("p", {}, String(properties.place)));
    const types = JSON.parse(String(properties.types)) as number[];
    for (const [index, number] of types.entries()) {
      if (number) box.append(make("p", { class: "tip-line" }, make("span", { class: `dot t${index}` }), ` ${this.options.types[index] ?? "other"} ${number.toLocaleString("en")}`));
    }
    return box;
  }
}

function padded([west, south, east, north]: [number, number, number, number]): [number, number, number, number] {
  const room = 0.4;
  return [west - room, Math.max(-84, south - room), east + room, Math.min(84, north + room)];
}
