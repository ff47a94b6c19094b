/**
 * Shows on a terminal what is being read: a line for each resource that has been, and below them one that is
 * written over and over. Nothing depends on it; it goes to stderr.
 */
import { clearLine, cursorTo } from 'node:readline';
import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { ResourceEvent } from './segment/collect.ts';

export interface Progress {
  onResource(name: string, event: ResourceEvent): void;
  /** Makes room for a line of the log; the next redrawing comes below it. */
  clear(): void;
  /** Takes the display down. */
  stop(): Promise<void>;
}

/** A terminal, as `process.stderr` is one; 80 columns where it does not say. */
export type Terminal = Writable & { readonly columns?: number };

const REDRAW_MS = 100;

/** Returns a display on this terminal; a silent one without. */
export function showProgress(terminal: Terminal | undefined, now: () => Date): Progress {
  const silent = () => undefined;
  if (terminal === undefined) return { onResource: silent, clear: silent, stop: async () => undefined };
  const underWay = new Map<string, number>();
  let isDrawn = false;
  let drawnAt = 0;
  const clear = (): void => {
    if (!isDrawn) return;
    isDrawn = false;
    cursorTo(terminal, 0);
    clearLine(terminal, 0);
  };
  const draw = (): void => {
    drawnAt = now().getTime();
    clear();
    terminal.write(underWayLine(underWay).slice(0, (terminal.columns ?? 80) - 1));
    isDrawn = true;
  };
  return {
    onResource: (name, event) => {
      underWay.set(name, event.kind === 'records' ? event.records : (underWay.get(name) ?? 0));
      if (event.kind === 'ended') {
        clear();
        const mark = event.hasGap ? '-' : styleText('green', '✔', { stream: terminal });
        terminal.write(`${mark} ${withCount(name, underWay.get(name))}\n`);
        underWay.delete(name);
      }
      if (Math.abs(now().getTime() - drawnAt) >= REDRAW_MS) draw();
    },
    clear,
    stop: async () => clear(),
  };
}

/** Names those that records come of; the others wait for their turn. */
function underWayLine(underWay: ReadonlyMap<string, number>): string {
  if (underWay.size === 0) return '';
  const coming = [...underWay].filter(([, records]) => records > 0);
  const shown = coming.map(([name, records]) => ` · ${withCount(name, records)}`);
  return `${underWay.size} to read${shown.join('')}`;
}

function withCount(name: string, records = 0): string {
  return records === 0 ? name : `${name} ${records}`;
}
