// What every script of the pages uses: finding elements, data blocks, and talking to the server.

export function one<T extends Element>(selector: string, within: ParentNode = document): T | null {
  return within.querySelector<T>(selector);
}

export function all<T extends Element>(selector: string, within: ParentNode = document): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

export function dataBlock<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}

export const formToken = (): string => one<HTMLMetaElement>("meta[name=form-token]")?.content ?? "";

/** Send JSON and return the answer; throws Refused where the server says no, TypeError where it is not reached. */
export async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: { "content-type": "application/json", "x-form-token": formToken() },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const value: unknown = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, (value as { detail?: string } | null)?.detail ?? `error ${answer.status}`);
  return value as T;
}

export class Refused extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, { signal });
  if (!answer.ok) throw new Refused(answer.status, `error ${answer.status}`);
  return (await answer.json()) as T;
}

/** Make an element with text; text is never taken for markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

export function debounce<A extends unknown[]>(wait: number, act: (...args: A) => void): (...args: A) => void {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => act(...args), wait);
  };
}

/** Show or hide the bar that says the connection is lost. */
export function connectionLost(lost: boolean): void {
  const bar = document.getElementById("lost");
  if (bar) bar.hidden = !lost;
}

export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
}
