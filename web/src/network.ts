// The network of groups as of a day: stated ties as lines, fights and shared fights apart from them.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";
import { dataBlock, debounce, make, one, svg } from "./page";

interface Group extends SimulationNodeDatum {
  id: string;
  name: string;
  kind: string;
  weight: number;
  href: string;
}
interface Tie {
  source: string | Group;
  target: string | Group;
  type: string;
  sign: number;
  label: string;
  weight: number;
  derived: boolean;
}
interface Network {
  nodes: Group[];
  ties: Tie[];
}

function draw(place: HTMLElement, network: Network): void {
  place.replaceChildren();
  if (!network.nodes.length) {
    place.append(make("p", { class: "nothing" }, "No tie between groups is known on this day."));
    return;
  }
  const width = Math.max(place.clientWidth, 320);
  const height = Math.max(420, Math.min(760, width * 0.62));
  const nodes = network.nodes.map((node) => ({ ...node }));
  const ties = network.ties.map((tie) => ({ ...tie }));
  const simulation = forceSimulation(nodes)
    .force("ties", forceLink<Group, Tie>(ties).id((node) => node.id).distance((tie) => (tie.sign < 0 ? 170 : 90)).strength((tie) => (tie.sign < 0 ? 0.08 : 0.5)))
    .force("apart", forceManyBody().strength(-620))
    .force("x", forceX(width / 2).strength(0.045))
    .force("y", forceY(height / 2).strength(0.12))
    .force("room", forceCollide<Group>((node) => size(node) + 20))
    .stop();
  simulation.tick(320);
  const edge = 70;
  for (const node of nodes) {
    node.x = Math.min(width - edge, Math.max(edge, node.x ?? 0));
    node.y = Math.min(height - 30, Math.max(24, node.y ?? 0));
  }
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "network", role: "group", "aria-label": `${nodes.length} groups, ${ties.length} ties; the table below lists them` });
  const lines = svg("g", {});
  for (const tie of ties) {
    const [from, to] = [tie.source as Group, tie.target as Group];
    const line = svg("path", { d: curve(from, to), class: `tie ${tie.sign > 0 ? "with" : tie.sign < 0 ? "against" : "other"}${tie.derived ? " derived" : ""}`, "stroke-width": (1.2 + Math.min(4, Math.log2(1 + tie.weight))).toFixed(1) });
    line.dataset.between = `${from.id}\n${to.id}`;
    line.append(svg("title", {}, tie.label));
    lines.append(line);
  }
  picture.append(lines);
  for (const node of nodes) {
    const link = svg("a", { href: node.href, class: `node k-${node.kind}`, transform: `translate(${node.x!.toFixed(1)} ${node.y!.toFixed(1)})`, "aria-label": `${node.name}, ${node.kind.replaceAll("_", " ")}` });
    const text = svg("text", { y: size(node) + 14, "text-anchor": "middle" }, node.name.length > 30 ? `${node.name.slice(0, 28)}…` : node.name);
    link.append(svg("title", {}, node.name), svg("circle", { r: size(node) }), text);
    link.addEventListener("mouseenter", () => highlight(picture, node.id));
    link.addEventListener("focus", () => highlight(picture, node.id));
    link.addEventListener("mouseleave", () => highlight(picture, null));
    link.addEventListener("blur", () => highlight(picture, null));
    picture.append(link);
  }
  place.append(picture);
}

const size = (node: Group): number => 6 + Math.min(14, Math.sqrt(node.weight) * 2.4);

function curve(from: Group, to: Group): string {
  const [x1, y1, x2, y2] = [from.x!, from.y!, to.x!, to.y!];
  const bend = 0.12;
  return `M${x1.toFixed(1)} ${y1.toFixed(1)}Q${((x1 + x2) / 2 + (y2 - y1) * bend).toFixed(1)} ${((y1 + y2) / 2 - (x2 - x1) * bend).toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;
}

function highlight(picture: SVGSVGElement, id: string | null): void {
  picture.classList.toggle("some", id !== null);
  for (const line of picture.querySelectorAll<SVGPathElement>(".tie")) line.classList.toggle("lit", id !== null && (line.dataset.between ?? "").split("\n").includes(id));
}

const place = document.getElementById("network") as HTMLElement;
let network = dataBlock<Network>("network-data");
draw(place, network);
window.addEventListener("resize", debounce(200, () => draw(place, network)));

// The slider moves the day; the table and the picture are asked for anew.
const slider = one<HTMLInputElement>("#day-slider");
const day = one<HTMLInputElement>("#day");
const form = one<HTMLFormElement>("#network-form");
async function show(): Promise<void> {
  if (!form) return;
  const wanted = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  history.replaceState(null, "", `/network?${wanted}`);
  const answer = await fetch(`/network/part?${wanted}`);
  if (!answer.ok) return;
  const part = document.getElementById("network-part") as HTMLElement;
  part.innerHTML = await answer.text();
  network = dataBlock<Network>("network-data");
  draw(place, network);
}
const later = debounce(120, () => void show());
if (slider && day) {
  slider.addEventListener("input", () => {
    day.value = new Date(Number(slider.value) * 86_400_000).toISOString().slice(0, 10);
    later();
  });
  day.addEventListener("change", () => {
    if (day.value) slider.value = String(Math.round(Date.parse(day.value) / 86_400_000));
    later();
  });
}
form?.addEventListener("change", (event) => {
  if (event.target !== slider && event.target !== day) later();
});
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  void show();
});
