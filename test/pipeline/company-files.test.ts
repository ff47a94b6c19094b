/** Files of the company's own, through whole runs: read, sealed, verified, asked about again; and no person in any byte. */
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResults } from '../../schemas/check-results.ts';
import { resources } from '../../schemas/resources/index.ts';
import { judgedAgain } from '../../src/answers/judged-again.ts';
import { checks as ours } from '../../src/checks/index.ts';
import { judge } from '../../src/checks/judge.ts';
import { canonical, sha256 } from '../../src/evidence/canonical.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import type { InputSource } from '../../src/evidence/input-source.ts';
import { historyOf } from '../support/answers.ts';
import { FEW } from '../support/few.ts';
import { inputOf } from '../support/inputs.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';

const READ = ['workspace', 'users', 'destinations', 'warehouses', 'tracking-plans', 'tracking-plan-rules'];
const definitions = resources.filter(({ name }) => READ.includes(name));
const checks = ours.filter(({ reads, uses = [] }) =>
  [...reads, ...uses].some((name) => name.startsWith('input:')),
);
const FINGERPRINTS = createFingerprinter(Buffer.from('a fingerprint key for tests, long enough'));
const STRANGER = 'Zacharias.Quintessenz@stranger.example';

let bench: Workbench;

beforeAll(async () => {
  bench = await createWorkbench({ size: FEW });
  // Segment keeps an address as it was typed.
  const [first] = bench.simulator.world.users;
  if (first !== undefined)
    Object.assign(first, { email: first.email.replace(/^./, (letter) => letter.toUpperCase()) });
});
afterAll(() => bench.close());

const emails = () => bench.simulator.world.users.map(({ email }) => email);
const run = (...inputs: readonly InputSource[]) =>
  bench.run({ definitions, changes: { checks, inputs } }).finally(() => bench.clock.advance(86_400_000));
const rosterOf = (rows: readonly string[], asOf?: string) =>
  inputOf('roster', ['name;E-mail;Status;left_on', ...rows], asOf ?? dayOf(bench.clock.nowMs()));
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const answerTo = (ran: Ran, id: string) => {
  const results = JSON.parse(ran.files.get('data/checks/results.json') ?? '') as CheckResults;
  return results.results.find(({ checkId }) => checkId === id);
};

describe('a roster', () => {
  it('is sealed as fingerprints and ids of users, and what it says is found', async () => {
    const [leaver = '', ...others] = emails();
    const ran = await run(
      rosterOf([
        ...others.map((email) => `"Some; Body";${email};active;`),
        `Gone;  ${leaver.toUpperCase()} ;Terminated;2026-01-31`,
        `Zacharias Quintessenz;${STRANGER};active;`,
      ]),
    );
    const lines = ran.lines<{ id: string; data: Record<string, unknown> }>('data/inputs/roster.jsonl');
    const of = (email: string) =>
      lines.find(({ id }) => id === FINGERPRINTS.of('email', email.toLowerCase()))?.data;
    const leaverId = bench.simulator.world.users.find(({ email }) => email === leaver)?.id;

    expect(of(leaver)).toEqual({ status: 'left', leftOn: '2026-01-31', userIds: [leaverId] });
    expect(of(STRANGER)).toEqual({ status: 'active', userIds: [] });
    expect(lines.find(({ id }) => id === 'file')?.data).toMatchObject({
      asOfFrom: 'configuration',
      records: emails().length + 1,
      rows: emails().length + 1,
    });
    expect(ran.record.inputs).toEqual([
      { name: 'roster', outcome: 'complete', records: emails().length + 2, path: 'data/inputs/roster.jsonl' },
    ]);
    expect(answerTo(ran, 'IAM-11')).toMatchObject({
      outcome: 'fail',
      exceptions: [{ subject: `users/${leaverId}`, level: 'fail' }],
      evidence: [{ resource: 'users' }, { resource: 'input:roster', path: 'data/inputs/roster.jsonl' }],
    });
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('passes where everybody works here, and nobody can tell where it is old, contradicts itself or is no file', async () => {
    const all = emails().map((email) => `x;${email};active;`);
    const [someone = ''] = emails();
    const passed = await run(rosterOf(all));
    const old = await run(rosterOf(all, '2026-01-01'));
    const unclear = await run(rosterOf([...all, `x;${someone};left;`]));
    const broken = await run(rosterOf([...all, 'x;nobody;active;']));
    const none = await run();

    expect(answerTo(passed, 'IAM-11')?.outcome).toBe('pass');
    for (const ran of [old, unclear, broken]) expect(answerTo(ran, 'IAM-11')?.outcome).toBe('indeterminate');
    expect(broken.record.inputs).toEqual([
      { name: 'roster', outcome: 'unreachable', reason: 'bad-body', records: null },
    ]);
    expect(broken.record.status).toBe('complete');
    expect(broken.logged.join()).toContain(
      `roster.csv:${all.length + 2}:3: policy.files.roster: email: expected an e-mail address`,
    );
    expect(answerTo(none, 'IAM-11')).toMatchObject({
      outcome: 'not_configured',
      reason: expect.stringContaining('policy.files.roster'),
    });
    expect(none.record.inputs).toBeUndefined();
    expect((await bench.verify()).failures).toEqual([]);
  });
});

describe('all files', () => {
  it('give the same answers again from the evidence alone, and no person stands in any byte', async () => {
    const slug = bench.simulator.world.destinations[0]?.metadata.slug;
    await run(
      rosterOf([`Zacharias Quintessenz;${STRANGER};active;`]),
      inputOf('vendors', [
        'vendor,slugs,personalData,country',
        `Acme Tool,${slug}|other,yes,DE`,
        'file,,no,',
      ]),
      inputOf('data-classification', ['property,class', 'file,internal', 'email,personal']),
      inputOf('approvals', ['subject,approvedOn,approverRole', 'destinations/d1,2026-01-02,CISO']),
      inputOf('reviews', ['event,reviewedOn,reviewerRole', 'e1,2026-01-02,CISO', 'e1,2026-01-01,CISO']),
    );
    const history = await historyOf(bench);
    for (const each of history.runs) {
      const { judged } = await judgedAgain(history, each, definitions);
      expect(canonical(await judge(checks, judged))).toBe(canonical(await each.checkResults()));
    }
    const bytes = filesBelow(bench.folder).map((file) => readFileSync(file, 'utf8').toLowerCase());
    for (const word of [STRANGER, 'Quintessenz', 'Zacharias', 'stranger.example'])
      expect(
        bytes.filter((text) => text.includes(word.toLowerCase())),
        word,
      ).toEqual([]);
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('hold no secret that the run came across: it is withheld there, and listed', async () => {
    const token = bench.simulator.tokens.owner;
    const ran = await run(
      inputOf('approvals', [
        'subject,approvedOn,approverRole,ticket',
        `destinations/d1,2026-01-02,CISO,${token}`,
      ]),
    );
    const kept = ran.files.get('data/inputs/approvals.jsonl') ?? '';

    expect(kept).toContain('"ticket":"hmac-sha256:');
    expect([...ran.files.values()].join('')).not.toContain(token);
    expect(ran.files.get('data/redactions.jsonl')).toContain(
      '"resource":"input:approvals","rule":"secret-found"',
    );
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('are named by verify when a byte of one is another, or one is there that nobody has signed', async () => {
    const ran = await run(inputOf('vendors', ['vendor', 'Acme Tool']));
    const folder = join(bench.folder, 'segment-evidence/v1/acme', ran.record.snapshotPath, 'data/inputs');
    const file = join(folder, 'vendors.jsonl');
    const text = readFileSync(file, 'utf8');
    chmodSync(file, 0o644);
    writeFileSync(file, text.replace('Acme Tool', 'Acme Fool'));
    const tampered = await bench.verify();
    writeFileSync(file, text);
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'roster.jsonl'), text);
    const more = await bench.verify();

    expect(tampered.failures.map(({ code, where }) => [code, where.split('/data/')[1]])).toContainEqual([
      'DIGEST_MISMATCH',
      'inputs/vendors.jsonl',
    ]);
    expect(more.failures.map(({ where }) => where.split('/data/')[1])).toContain('inputs/roster.jsonl');
    expect(sha256(text)).toBe(
      ran.record.artifacts.find(({ path }) => path.endsWith('vendors.jsonl'))?.sha256,
    );
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}
