// Decisions on their way: what cannot be sent now waits in this browser and is sent when the server is there again.

import { connectionLost, Refused, send } from "./page";

export interface Outgoing {
  kind: string;
  target: string;
  field?: string;
  new?: unknown;
  reason?: string;
  seen?: number;
}
const KEY = "tacitus-outbox";

const read = (): Outgoing[] => JSON.parse(localStorage.getItem(KEY) ?? "[]") as Outgoing[];
const write = (waiting: Outgoing[]): void => localStorage.setItem(KEY, JSON.stringify(waiting));

/** Send a decision. Returns false where the server is not reached: then it waits here. Throws Refused on a no. */
export async function decide(decision: Outgoing): Promise<boolean> {
  try {
    await send("POST", "/api/v1/decisions", decision);
    connectionLost(false);
    return true;
  } catch (error) {
    if (error instanceof Refused) throw error;
    write([...read(), decision]);
    connectionLost(true);
    return false;
  }
}

/** Send what waits; returns how many were sent. A decision that is refused now is given back to its draft. */
export async function sendWaiting(refused: (decision: Outgoing, error: Refused) => void): Promise<number> {
  let sent = 0;
  for (const decision of read()) {
    try {
      await send("POST", "/api/v1/decisions", decision);
      sent += 1;
    } catch (error) {
      if (!(error instanceof Refused)) return sent;
      refused(decision, error);
    }
    write(read().slice(1));
  }
  connectionLost(false);
  return sent;
}

export const waiting = (): number => read().length;
