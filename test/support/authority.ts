/**
 * A time stamping authority on loopback: it stamps what it is asked, at the time that it is told, or does what
 * authorities must not. Its certificates are made once in a test file; making a stamp takes a millisecond.
 *
 *     const authority = await startAuthority({ now: () => clock.now() });
 *     authority.behave('rejects');             // until told otherwise
 *     anchors: { timestamp: { url: authority.url, ca: … authority.caPem … } }
 *     await authority.close();
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ASN1Obj } from '@sigstore/core';
import { timestampQuery } from '../../src/anchor/query.ts';
import { bool, oid, sequence } from './der.ts';
import {
  certify,
  certifyAuthority,
  type Hierarchy,
  SERVER_AUTH,
  TIME_STAMPING,
} from './stamp-certificates.ts';
import { type StampFaults, stampAnswer } from './stamps.ts';

export type Behaviour =
  | 'stamps'
  | 'stamps with an expired certificate'
  | 'stamps with a certificate of tomorrow'
  | 'stamps under another root'
  | 'stamps without its certificates'
  | 'stamps with a certificate for servers'
  | 'stamps with a certificate for more'
  | 'stamps with a certificate for what may be passed over'
  | 'stamps other bytes'
  | 'repeats its first answer'
  | 'leaves the nonce out'
  | 'signs twice'
  | 'rejects'
  | 'answers rubbish'
  | 'answers a page'
  | 'answers too much'
  | 'drips'
  | 'hangs'
  | 'hangs up'
  | 'answers 500'
  | 'answers 401'
  | 'redirects';

export interface TestAuthority {
  readonly url: string;
  /** Host and port. */
  readonly host: string;
  /** What to pin. */
  readonly caPem: string;
  readonly hierarchy: Hierarchy;
  /** The queries that came. */
  readonly queries: readonly Buffer[];
  /** The last request, as it came. */
  lastRequest(): IncomingMessage | undefined;
  /** Connections that neither side has closed. */
  open(): number;
  behave(behaviour: Behaviour): void;
  /** Stops listening; `url` then leads to a closed port. */
  close(): Promise<void>;
}

export interface AuthorityOptions {
  /** The time that it stamps. */
  readonly now?: () => Date;
  readonly behaviour?: Behaviour;
  readonly hierarchy?: Hierarchy;
  readonly make?: MakeAnswer;
}

const DAY_MS = 86_400_000;
const made = new Map<string, Hierarchy>();

/** Returns the same hierarchy for the same name: keys are made once. */
function onceMade(name: string, make: () => Hierarchy): Hierarchy {
  const hierarchy = made.get(name) ?? make();
  made.set(name, hierarchy);
  return hierarchy;
}

/** P-256: root and signing certificate. Valid from 2020 to 2049. */
export const testHierarchy = () => onceMade('usual', () => certifyAuthority());
/** The same names, another root. */
export const strangeHierarchy = () => onceMade('strange', () => certifyAuthority());

/** Another signing certificate below the usual root. */
function variant(usual: Hierarchy, request: Partial<Parameters<typeof certify>[0]>): Hierarchy {
  const signer = certify({ name: 'Test Time Stamping', issuer: usual.root, ...request });
  return { ...usual, signer, chain: [signer.certificate] };
}

const purposes = (isCritical: boolean, ...oids: readonly string[]) => ({ purposes: { isCritical, oids } });

/** What is wrong with the stamp, by behaviour; nothing for the others. */
function faultsOf(behaviour: Behaviour): StampFaults {
  if (behaviour === 'stamps without its certificates') return { certificates: [] };
  if (behaviour === 'signs twice') return { signers: 2 };
  if (behaviour === 'rejects') return { status: 2, withoutToken: true };
  return {};
}

function hierarchyOf(behaviour: Behaviour, usual: Hierarchy, at: Date): Hierarchy {
  const daysOff = (days: number) => new Date(at.getTime() + days * DAY_MS);
  switch (behaviour) {
    case 'stamps under another root':
      return strangeHierarchy();
    case 'stamps with an expired certificate':
      return variant(usual, { validFrom: daysOff(-365), validTo: daysOff(-1) });
    case 'stamps with a certificate of tomorrow':
      return variant(usual, { validFrom: daysOff(1), validTo: daysOff(365) });
    case 'stamps with a certificate for servers':
      return variant(usual, purposes(true, SERVER_AUTH));
    case 'stamps with a certificate for more':
      return variant(usual, purposes(true, TIME_STAMPING, SERVER_AUTH));
    case 'stamps with a certificate for what may be passed over':
      return variant(usual, purposes(false, TIME_STAMPING));
    default:
      return usual;
  }
}

/** Imprint and nonce of a query. */
export function readQuery(query: Buffer): { readonly imprint: Buffer; readonly nonce: Buffer | undefined } {
  const [, messageImprint, nonce] = ASN1Obj.parseBuffer(Buffer.from(query)).subs;
  const imprint = messageImprint?.subs[1]?.value ?? Buffer.alloc(0);
  return { imprint, nonce: nonce?.tag.number === 2 ? nonce.value : undefined };
}

/** Makes the answer of an authority with these certificates: in the test itself, or by `openssl ts -reply`. */
export type MakeAnswer = (hierarchy: Hierarchy, query: Buffer, at: Date, faults: StampFaults) => Buffer;

const ownAnswer: MakeAnswer = (hierarchy, query, at, faults) => {
  const { imprint, nonce } = readQuery(query);
  return stampAnswer({ hierarchy, signature: Buffer.alloc(0), at, nonce }, { imprint, ...faults });
};

/** The query that an authority hears when it does not listen. */
function queryHeard(query: Buffer, behaviour: Behaviour): Buffer {
  const { nonce = Buffer.alloc(0) } = readQuery(query);
  if (behaviour === 'stamps other bytes') return timestampQuery(randomBytes(32), nonce);
  if (behaviour !== 'leaves the nonce out') return query;
  const parts = ASN1Obj.parseBuffer(Buffer.from(query)).subs;
  return sequence(...parts.filter((_, index) => index !== 2).map((part) => part.toDER()));
}

const PAGES: Partial<Record<Behaviour, readonly [status: number, body: string]>> = {
  'answers a page': [200, '<html><body>Please log in</body></html>'],
  'answers 500': [500, 'an answer that nobody may repeat'],
  'answers 401': [401, 'an answer that nobody may repeat'],
  redirects: [307, ''],
};

function respond(response: ServerResponse, behaviour: Behaviour, answer: Buffer): void {
  const page = PAGES[behaviour];
  if (page !== undefined) {
    response.writeHead(page[0], { 'content-type': 'text/html', location: 'http://127.0.0.1:9/elsewhere' });
    response.end(page[1]);
  } else if (behaviour === 'hangs up') response.destroy();
  else if (behaviour !== 'hangs') {
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' });
    if (behaviour === 'answers rubbish') response.end(sequence(bool(true), oid('1.2.3')));
    else if (behaviour === 'answers too much') response.end(Buffer.alloc(1 << 20, 0x30));
    else if (behaviour === 'drips') drip(response, answer);
    else response.end(answer);
  }
}

/** A byte every twentieth of a second: each comes in time, the last of thousands would not. */
function drip(response: ServerResponse, answer: Buffer): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(answer.subarray(sent, sent + 1));
    sent += 1;
  }, 50);
  response.on('close', () => clearInterval(timer));
}

export async function startAuthority(options: AuthorityOptions = {}): Promise<TestAuthority> {
  const { now = () => new Date(), hierarchy = testHierarchy(), make = ownAnswer } = options;
  let behaviour = options.behaviour ?? 'stamps';
  let first: Buffer | undefined;
  let last: IncomingMessage | undefined;
  const queries: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    last = request;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const query = Buffer.concat(chunks);
      queries.push(query);
      const at = now();
      const used = hierarchyOf(behaviour, hierarchy, at);
      const answer = make(used, queryHeard(query, behaviour), at, faultsOf(behaviour));
      first ??= answer;
      respond(response, behaviour, behaviour === 'repeats its first answer' ? first : answer);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/tsa`,
    host: `127.0.0.1:${port}`,
    caPem: hierarchy.root.certificate.toString(),
    hierarchy,
    queries,
    lastRequest: () => last,
    open: () => sockets.size,
    behave: (next) => {
      behaviour = next;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
