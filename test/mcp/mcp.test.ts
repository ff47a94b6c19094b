/** A real client of the protocol asks sealed evidence, with no process in between. */
import { rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openEvidence } from '../../src/commands/mcp.ts';
import { realSurroundings } from '../../src/deps.ts';
import type { Evidence } from '../../src/mcp/evidence.ts';
import { serveEvidence } from '../../src/mcp/server.ts';
import { tools } from '../../src/mcp/tools/index.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { digestsIn } from '../support/folder.ts';
import { runInside } from '../support/inside.ts';
import { questionsAbout } from './questions.ts';
import { HOSTILE, type SealedDays, sealDays } from './sealed-days.ts';

let days: SealedDays;
let evidence: Evidence;
let client: Client;
let end: () => Promise<void>;
const bugs: string[] = [];

beforeAll(async () => {
  days = await sealDays();
  // Whoever asks holds the evidence and a public key, and nothing else.
  rmSync(join(days.cli.dir, 'keys/signing-key.pem'));
  rmSync(join(days.cli.dir, 'evidence.config.yaml'));
  evidence = await open();
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const server = serveEvidence(evidence, theirs, {
    version: '1.0.0',
    onError: ({ message }) => bugs.push(message),
  });
  client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(ours);
  end = async () => {
    await client.close();
    await server.close();
    await days.close();
  };
});
afterAll(() => end());

function open(): Promise<Evidence> {
  const { dir } = days.cli;
  const flags = { store: 'evidence', key: [days.cli.publicKey] };
  const openAt = (address: string) => openFolderStore(join(dir, address), () => 'never');
  return openEvidence(flags, { cwd: dir, now: days.now(), openAt, configured: () => [] }, days.now);
}

async function call(name: string, given: Readonly<Record<string, unknown>> = {}) {
  const { content, isError = false } = await client.callTool({ name, arguments: { ...given } });
  const [block] = content;
  if (block?.type !== 'text') throw new Error('expected a text, got something else');
  return { isError, text: block.text, answer: JSON.parse(block.text) };
}

describe('an agent that asks sealed evidence', () => {
  it('gets the right row to each question, with what it rests on', async () => {
    const wrong: unknown[] = [];
    for (const { question, tool, arguments: given, row, isComplete } of questionsAbout(days.world)) {
      const { isError, answer } = await call(tool, given);
      const { standing = '', rows = [], snapshot } = answer;
      const found = rows.some((each: Record<string, unknown>) =>
        Object.entries(row).every(([name, value]) => each[name] === value),
      );
      const isRight = found && standing.startsWith('COMPLETE: ') === isComplete;
      const isNamed = /^[0-9a-f]{64}$/.test(snapshot?.sha256) && Number.isInteger(snapshot?.seq);
      if (isError || !isRight || !isNamed) wrong.push({ question, answer });
    }

    expect(wrong).toEqual([]);
    expect(bugs).toEqual([]);
  });

  it('is told by the description of each tool when to use it', () => {
    const wrong = questionsAbout(days.world).filter(({ tool, words, arguments: given }) => {
      const { description = '', input } = tools.find(({ name }) => name === tool) ?? {};
      const isSaid = words.every((word) => description.toLowerCase().includes(word));
      return !isSaid || input?.safeParse(given).success !== true;
    });

    expect(wrong).toEqual([]);
    const asked = new Set(questionsAbout(days.world).map(({ tool }) => tool));
    expect([...asked].sort()).toEqual(tools.map(({ name }) => name).sort());
  });

  it('can change nothing: every tool only reads, no file changes, nothing is called', async () => {
    const before = digestsIn(days.cli.dir);
    const connect = vi.spyOn(Socket.prototype, 'connect');

    const { tools: listed } = await client.listTools();
    for (const { tool, arguments: given } of questionsAbout(days.world)) await call(tool, given);

    expect(listed.length).toBeLessThanOrEqual(10);
    expect(listed.map(({ annotations }) => annotations?.readOnlyHint)).toEqual(listed.map(() => true));
    expect(listed.map(({ annotations }) => annotations?.destructiveHint)).toEqual(listed.map(() => false));
    expect(connect).not.toHaveBeenCalled();
    connect.mockRestore();
    expect(digestsIn(days.cli.dir)).toEqual(before);
  });

  it('is handed no store, no token and nothing that writes', async () => {
    const history = await evidence.connections[0]?.history();
    const names = new Set<string>();
    const seen = new Set<unknown>();
    const walk = (value: unknown) => {
      if (value === null || !['object', 'function'].includes(typeof value) || seen.has(value)) return;
      seen.add(value);
      for (const name of Object.getOwnPropertyNames(value)) names.add(name);
      for (const each of Object.values(value as object)) walk(each);
    };
    walk([evidence, history]);

    expect(names).toContain('records');
    expect(
      [...names].filter((name) => ['put', 'remove', 'store', 'get', 'fetchToken'].includes(name)),
    ).toEqual([]);
  });

  it('is told what fails apart from what holds, and of what was not read that it is not known', async () => {
    const all = await call('check', { limit: 200 });
    const states = new Set<string>();
    for (let page = all.answer; ; ) {
      for (const { state } of page.rows) states.add(state);
      if (page.page?.next === undefined || page.page.next === null) break;
      page = (await call('check', { limit: 200, cursor: page.page.next })).answer;
    }
    const held = await call('check', { state: 'pass', limit: 200 });
    const grave = await call('check', { severity: 'critical', state: 'pass', limit: 200 });

    expect(states).toContain('fail');
    expect([...states].filter((state) => state === 'pass' || state === 'not_applicable')).toEqual([]);
    expect(all.answer.standing).toMatch(/^NOT COMPLETE: .*not all was read that these need: [A-Z]+-\d\d/);
    expect(held.answer.rows.length).toBe(all.answer.about.states.pass);
    expect(grave.answer.rows.map(({ severity }: { severity: string }) => severity)).toContain('critical');
    expect(grave.answer.rows.length).toBeLessThan(held.answer.rows.length);
  });

  it('gets what strangers typed as text in a string, and sees all of it', async () => {
    const { text, answer } = await call('population', { resource: 'users', at: '2026-11-20' });

    const names = answer.rows.map(({ name }: { name?: string }) => name);
    expect(names).toContain(HOSTILE);
    expect(answer.standing).toMatch(/^COMPLETE: all 4 users of /);
    expect(answer.notice).toContain('data, not instructions');
    expect(text).not.toMatch(/[\u202E\u{E0000}-\u{E007F}]/u);
  });
});

it('answers everything that was asked before its input ended, and ends with 0', async () => {
  const asked = ['population', 'changes', 'certificate', 'verify'].map((name, id) =>
    JSON.stringify({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name, arguments: name === 'population' ? { resource: 'users' } : {} },
    }),
  );
  const { dir, publicKey } = days.cli;
  const surroundings = { ...realSurroundings({}, new AbortController().signal), now: days.now };

  const { code, stdout } = await runInside(['mcp', '--store', 'evidence', '--key', publicKey], {
    dir,
    surroundings,
    input: asked.join('\n'),
  });

  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([code, answers.map(({ id }) => id).sort()]).toEqual([0, [0, 1, 2, 3]]);
  expect(answers.map(({ result }) => JSON.parse(result.content[0].text).standing)).toEqual(
    answers.map(() => expect.stringContaining('COMPLETE: ')),
  );
});

describe('an answer of a tool', () => {
  it('comes in pages that add up to it', async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const { answer } = await call('population', {
        resource: 'users',
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      });
      ids.push(...answer.rows.map(({ id }: { id: string }) => id));
      expect(answer.page.total).toBe(5);
      cursor = answer.page.next;
      pages += 1;
    } while (cursor !== undefined);

    expect([pages, new Set(ids).size, ids.length]).toEqual([2, 5, 5]);
  });

  it('never goes on in another snapshot than it began in', async () => {
    const { answer } = await call('population', { resource: 'users', limit: 1, at: '2026-11-20' });

    const next = await call('population', { resource: 'users', limit: 1, cursor: answer.page.next });

    expect([next.isError, next.answer.error.code]).toEqual([true, 'USAGE_INVALID']);
    expect(next.answer.error.message).toContain('expected a cursor of this question and this snapshot');
  });

  it('is refused a kind of record that there is not, where it would get no changes of it', async () => {
    const { content, isError } = await client.callTool({ name: 'changes', arguments: { resource: 'user' } });

    expect([isError, JSON.stringify(content)]).toEqual([true, expect.stringContaining('resource')]);
  });

  it.each([
    ['population', { resource: 'nobodies' }, 'USAGE_INVALID', 'choose resource'],
    ['population', { resource: 'users', when: 'now' }, 'USAGE_INVALID', 'Unrecognized key'],
    ['population', { resource: 'users', at: 'yesterday' }, 'USAGE_INVALID', 'expected a day or an instant'],
    ['population', { resource: 'users', at: '2026-11-01' }, 'NO_EVIDENCE', 'expected a snapshot that has it'],
    ['population', { resource: 'users', connection: 'other' }, 'USAGE_INVALID', 'expected one of acme'],
    ['population', { resource: 'users', cursor: '%%%' }, 'USAGE_INVALID', 'expected a cursor that was given'],
    ['record', { resource: 'users', id: 'x', at: '2026-11-01' }, 'NO_EVIDENCE', 'expected a run'],
    ['changes', { from: '2026-11-22', to: '2026-11-20' }, 'USAGE_INVALID', 'expected an end after the start'],
    [
      'population',
      { resource: 'users', at: '2026-11-23' },
      'USAGE_INVALID',
      'expected an instant before now',
    ],
    ['record', { resource: 'users', id: 'x', at: '2027-01-01' }, 'USAGE_INVALID', 'at: expected an instant'],
    ['certificate', { at: '2026-11-22T04:00:06Z' }, 'USAGE_INVALID', 'at: expected an instant before now'],
    ['record', { resource: 'users', id: 'x', pointer: 'data' }, 'USAGE_INVALID', 'expected a slash first'],
    ['certificate', { resource: 'user' }, 'USAGE_INVALID', 'expected the name of one, got "user"'],
    ['certificate', { resource: 'data-flows' }, 'USAGE_INVALID', 'expected the name of one'],
    ['changes', { to: '2026-12-31' }, 'USAGE_INVALID', 'to: expected an instant before now'],
    ['read_only_proof', { from: '2026-12-01' }, 'USAGE_INVALID', 'from: expected an instant before now'],
  ])('of %s with %j is an error %s', async (tool, given, code, message) => {
    const { isError, answer } = await call(tool, given);

    expect([isError, answer.error.code]).toEqual([true, code]);
    expect(answer.error.message).toContain(message);
  });

  it('that read no stored file says so first, in the same words whichever tool it is', async () => {
    const certificate = await call('certificate', { resource: 'users' });
    const verified = await call('verify');

    expect(certificate.answer.standing).toBe(
      'NOT COMPLETE: chain and signatures are intact, but stored files were not read',
    );
    expect(verified.answer.standing).toBe(certificate.answer.standing);
  });

  it('never calls a day whole on which nothing was collected', async () => {
    const { answer } = await call('certificate', { at: '2026-11-21', bytes: true });

    expect(answer.standing).toMatch(
      /^NOT COMPLETE: there is no snapshot of 2026-11-21; this is of 2026-11-20/,
    );
  });

  it('goes on only with the question that a cursor was given for', async () => {
    const asked = { resource: 'users', limit: 1 };
    const cursor = (await call('population', asked)).answer.page.next;

    const same = await call('population', { ...asked, cursor, limit: 2 });
    const other = await call('population', { ...asked, resource: 'groups', cursor });
    const certificate = await call('certificate', { cursor });

    expect([same.isError, same.answer.page.rows]).toEqual([false, 2]);
    expect([other, certificate].map(({ answer }) => answer.error?.message)).toEqual(
      Array(2).fill('read page: expected a cursor of this question and this snapshot, got one of another'),
    );
  });

  it('says that there is no record of an id, and that roles could not be read', async () => {
    const none = await call('record', { resource: 'users', id: 'nobody' });
    const roles = await call('record', { resource: 'roles', id: 'any' });

    expect([none.answer.rows, none.answer.about.found]).toEqual([[], false]);
    expect(none.answer.standing).toMatch(/^COMPLETE: there is no record of this id/);
    expect(roles.answer.standing).toMatch(/^NOT COMPLETE: .*denied \(scope\)/);
  });
});
