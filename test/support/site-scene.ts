/**
 * A store with several connections, as a site shows them: `alpha`, in which a run is partial, one is missing, people come and an
 * owner more; `beta`, which lacks nothing; `gamma`, of whose newest snapshot a byte was changed; `delta`, of which nobody has a
 * key; `empty`, of which there is only a key; and a folder that is called as no connection can be.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../schemas/resources/index.ts';
import { checks } from '../../src/checks/index.ts';
import type { SiteAsked } from '../../src/commands/site-pages.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { VirtualClock } from './client.ts';
import { FEW } from './few.ts';
import { type RanInProcess, runInside, steady } from './inside.ts';
import { createWorkbench, signer, type Workbench } from './run.ts';

export interface SiteScene {
  /** Folder of the store. */
  readonly store: string;
  /** The day of the first run, the last one, and those between that are not as they should be. */
  readonly days: {
    readonly first: string;
    readonly last: string;
    readonly partial: string;
    readonly missing: string;
  };
  /** What the site of all of it is asked for. */
  readonly asked: SiteAsked;
  /** Answers; `--store` and the keys that there are are added. */
  ask(...args: readonly string[]): Promise<RanInProcess>;
}

export const HOSTILE_FOLDER = '<img src=x onerror=alert(1)>‮';

const DAY_MS = 24 * 60 * 60 * 1000;
const START_MS = Date.UTC(2026, 8, 28);
const NAMES = ['alpha', 'beta', 'gamma', 'delta'];

let made: Promise<SiteScene> | undefined;

/** Returns the store, collected once for all files of tests that only read it. */
export function siteScene(): Promise<SiteScene> {
  made ??= collect(6);
  return made;
}

/** Collects so many days. */
export async function collect(days: number): Promise<SiteScene> {
  const clock = new VirtualClock();
  const at = (day: number) => START_MS + day * DAY_MS + 3 * 60 * 60 * 1000;
  clock.advance(at(0) - clock.nowMs());
  const bench = await createWorkbench({ clock, permissionsInUserList: true, size: FEW });
  process.once('exit', () => rmSync(bench.folder, { recursive: true, force: true }));
  for (let day = 0; day < days; day += 1) {
    clock.advance(at(day) + 4_000 - clock.nowMs());
    await liveDay(bench, day, { days, slot: new Date(at(day)).toISOString() });
  }
  await bench.simulator.close();
  tamper(bench);
  const stranger = join(bench.folder, 'segment-evidence/v1', HOSTILE_FOLDER);
  mkdirSync(stranger, { recursive: true });
  writeFileSync(join(stranger, 'note.txt'), 'anybody can put this here');
  const key = join(bench.folder, 'site.pub.pem');
  writeFileSync(key, signer.publicKey.export({ type: 'spki', format: 'pem' }));
  const keys = ['alpha', 'beta', 'gamma', 'empty'].map((name) => `${name}=${key}`);
  const dayOf = (day: number) => new Date(at(day)).toISOString().slice(0, 10);
  return {
    store: bench.folder,
    days: { first: dayOf(0), last: dayOf(days - 1), partial: dayOf(2), missing: dayOf(3) },
    asked: askedOf(bench),
    ask: (...args) => ask(bench, [...args, '--store', bench.folder, '--key', ...keys]),
  };
}

interface Day {
  readonly days: number;
  readonly slot: string;
}

async function liveDay(bench: Workbench, day: number, { days, slot }: Day): Promise<void> {
  const { simulator } = bench;
  for (const name of NAMES) {
    if (name === 'alpha' && day === 3) continue;
    if (name !== 'alpha' && day < days - 2) continue;
    if (name === 'alpha' && day === 2)
      simulator.addFault({
        match: { operationId: 'listUserGroups' },
        effect: { kind: 'status', status: 403 },
      });
    await bench.run({
      slot,
      definitions: resources,
      config: { name, schedule: '0 3 * * *' },
      changes: { connection: name, checks },
    });
    simulator.clearFaults();
  }
  if (day === 1)
    for (const number of [1, 2])
      simulator.world.users.push({
        id: `usrCame000000000000000${number}`,
        name: `Came ${number}`,
        email: `came.${number}@acme.example`,
        permissions: [],
      });
  const [owner, , , other] = simulator.world.users;
  if (day === 3 && owner !== undefined && other !== undefined)
    other.permissions = [...(owner.permissions ?? [])];
}

function askedOf({ folder, clock }: Workbench): SiteAsked {
  const store = openFolderStore(folder, () => 'unused');
  const places = [...NAMES, 'empty', HOSTILE_FOLDER].map((connection) => ({
    connection,
    store,
    keys: async () => (connection === 'delta' ? [] : [signer.publicKey]),
  }));
  return { places, now: clock.now() };
}

/** One letter of a name, in the newest snapshot. */
function tamper({ folder }: Workbench): void {
  const home = join(folder, 'segment-evidence/v1/gamma');
  const chain = join(home, 'chain/001');
  const { dsseEnvelope } = JSON.parse(readFileSync(join(chain, '000000000001.sigstore.json'), 'utf8'));
  const { snapshotPath } = JSON.parse(String(Buffer.from(dsseEnvelope.payload, 'base64'))).predicate;
  const file = join(home, snapshotPath, 'data/resources/users.jsonl');
  const bytes = readFileSync(file);
  rmSync(file);
  bytes.write('x', bytes.indexOf('"name":"') + 8);
  writeFileSync(file, bytes);
}

function ask({ folder, clock }: Workbench, args: readonly string[]): Promise<RanInProcess> {
  return runInside(args, {
    dir: folder,
    surroundings: steady(clock),
  });
}
