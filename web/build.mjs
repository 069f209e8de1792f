// Builds the workbench's assets into the Python package: scripts and styles, MapLibre and its worker, the basemap.

import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeBasemap } from "./basemap.mjs";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/tacitus/serve/assets");

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "basemap"), { recursive: true });
const scripts = await build({
  metafile: true,
  entryPoints: ["workbench", "see", "network", "judge", "coding"].map((name) => join(here, `src/${name}.ts`)),
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  chunkNames: "part-[hash]",
  logLevel: "warning",
});
await build({
  entryPoints: [join(here, "src/workbench.css"), require.resolve("maplibre-gl/dist/maplibre-gl.css")],
  outdir: out,
  entryNames: "[name]",
  bundle: true,
  minify: true,
  loader: { ".svg": "dataurl" },
  logLevel: "warning",
});
// A worker of its own file: the pages' policy lets no script in that is made on the fly.
const maplibre = dirname(require.resolve("maplibre-gl/dist/maplibre-gl.css"));
await copyFile(join(maplibre, "maplibre-gl-worker.mjs"), join(out, "maplibre-gl-worker.mjs"));
await copyFile(join(here, "src/icon.svg"), join(out, "icon.svg"));
await writeBasemap(join(out, "basemap"));
// What the map's page needs beside its own script, so that the browser asks for all of it at once.
const made = scripts.metafile.outputs;
const entry = Object.keys(made).find((name) => made[name].entryPoint?.endsWith("src/see.ts"));
const needed = new Set();
for (const waiting = [entry]; waiting.length; ) {
  for (const each of made[waiting.pop()].imports) {
    if (needed.has(each.path)) continue;
    needed.add(each.path);
    waiting.push(each.path);
  }
}
const preload = [...needed].map((name) => `/assets/${basename(name)}`);
await writeFile(join(out, "built.json"), JSON.stringify({ preload }));
