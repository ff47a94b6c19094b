/** `report --serve` of a sealed store, over real sockets. */
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { type Access, access } from '../../schemas/access.ts';
import { approval } from '../../schemas/approval.ts';
import { reportServeDocument } from '../../schemas/commands/report-serve.ts';
import type { CommandOutput } from '../../src/commands/command.ts';
import { type ServeFlags, serveReview } from '../../src/commands/serve.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { storeToExport } from './exported.ts';
import { goldenSigner } from './golden-run.ts';
import { CONNECTION, type SealedStore } from './sealed-store.ts';

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly text: string;
}

export interface Served {
  readonly link: string;
  readonly port: number;
  readonly said: CommandOutput;
  /** Where it is, without a final slash. */
  readonly origin: string;
  /** Sends a request as it is told to, with no header but `host`. */
  ask(path: string, asked?: Asked): Promise<Got>;
  /** The same with the cookie, which the link is opened for. */
  read(path: string, asked?: Asked): Promise<Got>;
  cookie(): Promise<string>;
  /** Sends bytes, and returns what comes back until the other side ends. */
  raw(text: string): Promise<string>;
  accesses(): readonly Access[];
  stop(): Promise<CommandOutput>;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Serving {
  readonly flags?: Partial<ServeFlags>;
  readonly now?: () => Date;
  readonly store?: Store;
  /** Of connections; default: the one that is sealed. */
  readonly names?: readonly string[];
}

export const NOON = new Date('2026-11-26T12:00:00.000Z');

let names = 0;
const newName = () => `served-${process.pid}-${++names}`;

export const ownStore = ({ root }: SealedStore): Store => openFolderStore(root, newName);

export async function serve(
  sealed: SealedStore,
  { flags, now = () => NOON, store = ownStore(sealed), names = [CONNECTION] }: Serving = {},
): Promise<Served> {
  const stopped = new AbortController();
  let tell: (output: CommandOutput) => void = () => undefined;
  const told = new Promise<CommandOutput>((done) => {
    tell = done;
  });
  const places = names.map((connection) => ({
    connection,
    store,
    keys: async () => [goldenSigner.publicKey],
  }));
  const surveyor = {
    cwd: sealed.root,
    now: now(),
    user: 'ada',
    openAt: () => store,
    configured: () => places,
  };
  const ended = serveReview(
    undefined,
    { serve: true, ...flags },
    { surveyor, surroundings: { now, signal: stopped.signal }, print: tell },
  );
  const said = await Promise.race([told, ended]);
  const { link } = reportServeDocument.parse(said.json);
  const { port: text, origin } = new URL(link);
  const port = Number(text);
  const ask = (path: string, asked: Asked = {}) => send(port, path, asked);
  let opened: Promise<string> | undefined;
  const cookie = () => {
    opened ??= ask(new URL(link).pathname).then(
      ({ headers }) => String(headers['set-cookie']).split(';')[0] ?? '',
    );
    return opened;
  };
  return {
    link,
    port,
    said,
    origin,
    ask,
    cookie,
    read: async (path, { headers, ...asked } = {}) =>
      ask(path, { ...asked, headers: { cookie: await cookie(), ...headers } }),
    raw: (bytes) => talk(port, bytes),
    accesses: () => accessesOf(sealed),
    stop: () => {
      stopped.abort();
      return ended;
    },
  };
}

/** Paths go as they are: a client that tidies them up would hide what is to be tried. */
function send(port: number, path: string, { method = 'GET', headers = {}, body }: Asked): Promise<Got> {
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: bytes,
          text: bytes.toString(),
        });
      });
    });
    asked.on('error', fail);
    asked.end(body);
  });
}

function talk(port: number, text: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => done(Buffer.concat(chunks).toString()));
  });
}

export function accessesOf(sealed: SealedStore): readonly Access[] {
  const folder = sealed.path('accesses');
  return readdirSync(folder)
    .sort()
    .map((name) => access.parse(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))));
}

/** Address of the second run, which is complete. */
export const RUN = `/snapshots/${CONNECTION}/1/1`;
export const FORM = 'application/x-www-form-urlencoded';
export const AUDITOR: Serving = { flags: { auditor: true, from: '2026-11-23', to: '2026-11-24' } };

/** A store of its own for each test, and whatever serves it; all of it ends with the test. */
export function servedStores() {
  let kept: SealedStore | undefined;
  let running: Served[] = [];
  const storeOf = (): SealedStore => {
    if (kept === undefined) throw new Error('expected a test that has begun, got none');
    return kept;
  };
  return {
    begin: () => {
      kept = storeToExport();
    },
    end: async () => {
      for (const each of running) await each.stop();
      running = [];
      storeOf().dispose();
    },
    get store() {
      return storeOf();
    },
    start: async (serving?: Serving): Promise<Served> => {
      const served = await serve(storeOf(), serving);
      running.push(served);
      return served;
    },
    approvals: () =>
      [...storeOf().files()].flatMap(([path, bytes]) =>
        path.startsWith('approvals/') ? [approval.parse(JSON.parse(String(bytes)))] : [],
      ),
  };
}

/** Fills in the form of a run, as its page has it. */
export async function filled(served: Served, says: Record<string, string> = {}, run = RUN) {
  const { text } = await served.read(`${run}/approve`);
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
  const form = { token: hidden('token'), page: hidden('page'), name: 'Ada', comment: '', ...says };
  return {
    method: 'POST',
    headers: { 'content-type': FORM, origin: served.origin },
    body: new URLSearchParams(form).toString(),
  };
}
