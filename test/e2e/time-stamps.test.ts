/** `collect`, `schedule --once` and `test` with an authority on a real socket: what is kept, printed, and how it ends. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCertificates } from '../../src/anchor/certificates.ts';
import { checkStamp } from '../../src/anchor/check.ts';
import { parseRecord, signatureOf } from '../../src/seal/record.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { startAuthority, type TestAuthority } from '../support/authority.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW, READ_LITTLE } from '../support/few.ts';
import { factsOnPage, rowsOnPage } from '../support/page-facts.ts';
import { everyNth } from '../support/tier.ts';
import { anchorsIn, collectTimed, MISBEHAVIOURS, nameAuthority } from './stamping.ts';

let simulator: Simulator;
let authority: TestAuthority;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  authority = await startAuthority();
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  nameAuthority(place, authority);
});
afterEach(async () => {
  place.remove();
  await authority.close();
});

const SLOT = '2026-11-22T03:00:00Z';

describe('a run with an authority', () => {
  it('is fixed from outside on the page of its period, by the authority that the configuration names', async () => {
    await collectTimed(place);
    const today = new Date().toISOString().slice(0, 10);
    const { stdout } = await place.run([
      'report',
      '--from',
      today,
      '--to',
      today,
      '--out',
      'pages',
      '--json',
    ]);
    const page = readFileSync(join(place.dir, JSON.parse(stdout).pages[0].file), 'utf8');
    const said = new Map(factsOnPage(page).map(({ at, value }) => [at, value]));

    expect([said.get('fixed.records'), said.get('fixed.fixed'), said.get('fixed.validStamps')]).toEqual([
      1, 1, 1,
    ]);
    expect(JSON.stringify(rowsOnPage(page, 'stamps'))).toContain('Test Time Stamping');
  });

  it('keeps a stamp that anyone can check', async () => {
    const ran = await collectTimed(place);
    const { runs } = JSON.parse((await place.run(['collect', '--force', '--json'])).stdout);
    const [name = ''] = anchorsIn(place.store);
    const folder = join(place.store, 'segment-evidence/v1/acme');
    const record = parseRecord(readFileSync(join(folder, 'chain/001/000000000000.sigstore.json')));

    expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('record stamped')]);
    expect(ran.line).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z by Test Time Stamping$/);
    expect(
      await checkStamp({
        answer: readFileSync(join(folder, 'anchors', name)),
        signature: signatureOf(record),
        authorities: readCertificates(authority.caPem),
      }),
    ).toMatchObject({ kind: 'valid' });
    expect(runs[0].stamp).toMatchObject({ result: 'stamped', authority: 'Test Time Stamping' });

    expect((await place.run(['verify', '--key', place.publicKey])).code).toBe(0);
  });

  it.each(
    everyNth(
      MISBEHAVIOURS.filter(({ isSlow }) => isSlow !== true),
      10,
    ),
  )('that $behaviour: is complete and ends with 0, without a stamp', async ({ behaviour, says }) => {
    authority.behave(behaviour);
    const ran = await collectTimed(place);

    expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('record not stamped')]);
    expect(ran.stdout).toContain('acme: complete');
    expect(ran.line).toContain(`no: ${authority.host}: `);
    expect(ran.line).toContain(says);
    expect(ran.line).toMatch(/; the next run stamps the newest record, which fixes all before it$/);
    expect(anchorsIn(place.store)).toEqual([]);
  });

  it('that nothing listens for: says so, and the next run makes it good', async () => {
    await authority.close();
    const ran = await collectTimed(place, ['--slot', SLOT]);
    authority = await startAuthority();
    nameAuthority(place, authority);
    const next = await collectTimed(place, ['--slot', SLOT]);

    expect([ran.code, ran.line]).toEqual([0, expect.stringContaining('got ECONNREFUSED')]);
    expect([next.code, next.line]).toEqual([0, expect.stringContaining('by Test Time Stamping')]);
    expect(next.stdout).toContain('was already collected');
    expect(anchorsIn(place.store)).toEqual([expect.stringMatching(/^001-000000000000-[0-9a-f]{8}\.tsr$/)]);
  });

  it('whose answer is an old one: is not taken in by it', async () => {
    await collectTimed(place, ['--slot', SLOT]);
    authority.behave('repeats its first answer');
    const ran = await collectTimed(place);

    expect([ran.code, ran.line]).toEqual([
      0,
      expect.stringContaining('expected a stamp over this signature'),
    ]);
    expect(anchorsIn(place.store)).toHaveLength(1);
  });

  it('whose certificates are gone, or whose address a secret does not hold: commits all the same', async () => {
    writeFileSync(join(place.dir, 'tsa.pem'), 'nothing');
    const without = await collectTimed(place);
    place.writeConfig({ anchors: { timestamp: { url: 'env:TSA', ca: './tsa.pem' } } }, READ_LITTLE);
    writeFileSync(join(place.dir, 'tsa.pem'), authority.caPem);
    // Both may fall into one second, and so into one slot.
    const unset = await collectTimed(place, ['--force']);

    expect([without.code, without.line]).toEqual([
      0,
      expect.stringContaining('expected certificates in PEM'),
    ]);
    expect([unset.code, unset.line]).toEqual([0, expect.stringContaining('fetch secret: env:TSA')]);
    expect(authority.queries).toHaveLength(0);
  });

  it('that wants a password: sends the one from the secret, tells it nobody, and not in clear', async () => {
    place.writeConfig({ anchors: { timestamp: { url: 'env:TSA', ca: './tsa.pem' } } }, READ_LITTLE);
    const env = (text: string) => ({ env: { TSA: text } });
    const ran = await place.run(['test'], env(authority.url.replace('//', '//me:hunter2@')));

    expect(ran.code).toBe(4);
    expect(ran.stdout).toContain('expected an https address, since there is a password in it, got http');
    expect(ran.stdout + ran.stderr).not.toContain('hunter2');
    expect(authority.queries).toHaveLength(0);

    expect((await place.run(['test'], env(authority.url))).code).toBe(0);
  });
});

describe('schedule --once', () => {
  it('stamps what it collects, and later what has no stamp yet', async () => {
    const scheduled = { ...READ_LITTLE, schedule: '0 3 * * *' };
    const { url } = authority;
    const anchors = { timestamp: { url, ca: './tsa.pem' } };
    place.writeConfig({}, scheduled);
    await place.run(['schedule', '--once']);
    place.writeConfig({ anchors }, scheduled);
    const late = await place.run(['schedule', '--once']);
    const again = JSON.parse((await place.run(['schedule', '--once', '--json'])).stdout);

    expect(late.code).toBe(0);
    expect(late.stdout).toMatch(/there is a record already\n {2}stamped {3}20.* by Test Time Stamping\n$/);
    expect(again.runs).toMatchObject([{ result: 'already-collected', stamp: { result: 'present' } }]);
    expect([authority.queries.length, anchorsIn(place.store).length]).toEqual([1, 1]);
  });
});

describe('test', () => {
  it('has random bytes stamped, says by whom, and keeps nothing', async () => {
    const ran = await place.run(['test']);

    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(
      /ok {6}stamp {5}random bytes stamped at 20\S+ by Test Time Stamping; nothing was stored/,
    );
    expect(anchorsIn(place.store)).toEqual([]);
  });

  it('says what came instead, and ends with 4', async () => {
    authority.behave('stamps under another root');
    const ran = await place.run(['test', '--json']);
    const [{ steps }] = JSON.parse(ran.stdout).connections;

    expect(ran.code).toBe(4);
    expect(steps.at(-1)).toMatchObject({
      ...{ step: 'stamp', ok: false, exitCode: 4 },
      detail: expect.stringContaining('expected a certificate that leads to a pinned one'),
    });
  });
});
