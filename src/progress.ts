/** Shows on a terminal which resources are being read. Nothing depends on it; it goes to stderr. */
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { ResourceEvent } from './segment/collect.ts';

export interface Progress {
  onResource(name: string, event: ResourceEvent): void;
  /** Takes the display down; what is still running is shown as ended. */
  stop(): Promise<void>;
}

const SILENT: Progress = { onResource: () => undefined, stop: async () => undefined };

interface Row {
  readonly done: Promise<void>;
  readonly finish: () => void;
  show: (title: string) => void;
}

/** Returns a display of these resources; a silent one where nobody looks. */
export function showProgress(names: readonly string[], isShown: boolean): Progress {
  if (!isShown) return SILENT;
  const rows = new Map(names.map((name) => [name, createRow()]));
  const output = new ProcessOutput(process.stderr, process.stderr);
  const list = new Listr(
    [...rows].map(([name, row]) => ({
      title: name,
      task: (_, task) => {
        row.show = (title) => {
          task.title = title;
        };
        return row.done;
      },
    })),
    { concurrent: true, rendererOptions: { logger: new ListrLogger({ processOutput: output }) } },
  );
  const running = list.run().catch(() => undefined);
  return {
    onResource: (name, event) => {
      const row = rows.get(name);
      if (event.kind === 'records') row?.show(`${name}  ${event.records}`);
      if (event.kind === 'ended') row?.finish();
    },
    stop: async () => {
      for (const row of rows.values()) row.finish();
      await running;
    },
  };
}

function createRow(): Row {
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { done, finish: () => finish(), show: () => undefined };
}
