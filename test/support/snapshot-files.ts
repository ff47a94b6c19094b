/** The files of a snapshot as they lie in the store: nothing of ours reads them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Line {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly parent?: Readonly<Record<string, string>>;
}

export interface Files {
  readonly manifest: {
    readonly resources: readonly {
      name: string;
      outcome: string;
      reason?: string;
      records: number | null;
      requests: number;
    }[];
    readonly run: { readonly startedAt: string };
    readonly redaction: { readonly count: number };
    readonly conditions: readonly { readonly condition: string }[];
  };
  readonly results: readonly Record<string, unknown>[] | undefined;
  readonly log: readonly { readonly attempt: number; readonly bytes: number }[];
  lines(resource: string): readonly Line[] | undefined;
  /** Of a file of the company's own. */
  input(name: string): readonly Line[] | undefined;
  /** Descriptions of what lies beside the evidence. */
  manual(): readonly { readonly slot: string; readonly effective: string; readonly expires: string }[];
}

function linesIn<T>(path: string): readonly T[] {
  const text = readFileSync(path, 'utf8').trimEnd();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as T);
}

const ifThere = (path: string) => (existsSync(path) ? linesIn<Line>(path) : undefined);

/** Returns the files of a snapshot's folder. */
export function filesOf(folder: string): Files {
  const json = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const results = 'data/checks/results.json';
  return {
    manifest: json('evidence-manifest.json'),
    log: linesIn(join(folder, 'data/collection-log.jsonl')),
    results: existsSync(join(folder, results)) ? json(results).results : undefined,
    lines: (resource) => ifThere(join(folder, `data/resources/${resource}.jsonl`)),
    input: (name) => ifThere(join(folder, `data/inputs/${name}.jsonl`)),
    manual: () => {
      const beside = join(folder, '../../../../../manual');
      if (!existsSync(beside)) return [];
      const names = readdirSync(beside, { recursive: true, encoding: 'utf8' });
      return names
        .filter((name) => name.endsWith('evidence.json'))
        .map((name) => JSON.parse(readFileSync(join(beside, name), 'utf8')));
    },
  };
}
