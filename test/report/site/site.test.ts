/** The site of a store with several connections: every number from the files, every gap a gap, and everybody by name. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportDocument } from '../../../schemas/commands/report.ts';
import { factsOnPage, recordsOnPage, saidInDrawing, textOf, viewOnPage } from '../../support/page-facts.ts';
import { checksIn, peopleIn, RawConnection } from '../../support/recomputed-site.ts';
import { HOSTILE_FOLDER, type SiteScene, siteScene } from '../../support/site-scene.ts';

let scene: SiteScene;
let out: string;
let fleet: string;
let alphaPage: string;
let alpha: RawConnection;
let beta: RawConnection;
let said: ReturnType<typeof reportDocument.parse>;
let code: number;

beforeAll(async () => {
  scene = await siteScene();
  out = mkdtempSync(join(tmpdir(), 'evidence-site-'));
  const answer = await scene.ask('report', '--site', '--out', out, '--json');
  code = answer.code;
  said = reportDocument.parse(JSON.parse(answer.stdout));
  fleet = pageAt('index.html');
  alphaPage = pageAt('alpha/index.html');
  const to = periodIn('fleet').to;
  const { first, last } = scene.days;
  alpha = new RawConnection(scene.store, 'alpha', { from: `${first}T03:00:00.000Z`, to });
  const dayBefore = new Date(Date.parse(last) - 86_400_000).toISOString().slice(0, 10);
  beta = new RawConnection(scene.store, 'beta', { from: `${dayBefore}T03:00:00.000Z`, to });
});
afterAll(() => rmSync(out, { recursive: true }));

const pageAt = (name: string) => readFileSync(join(out, name), 'utf8');
function periodIn(kind: 'fleet' | 'connection') {
  const page = said.pages.find((each) => each.kind === kind);
  if (page === undefined || !('period' in page)) throw new Error(`expected a page ${kind}, got none`);
  return page.period;
}
const standingOf = (name: string) =>
  said.connections?.find(({ connection }) => connection === name)?.standing;

describe('report --site', () => {
  it('writes a page for each connection and names each that is not as it should be, what needs somebody first', () => {
    expect(code).toBe(4);
    expect(said.standing).toBe('NOT COMPLETE: 5 of 6 connections are not covered');
    expect(said.connections?.map(({ connection, standing }) => [connection, standing])).toEqual([
      ['gamma', 'unverified'],
      [HOSTILE_FOLDER, 'unread'],
      ['delta', 'unread'],
      ['empty', 'empty'],
      ['alpha', 'uncovered'],
      ['beta', 'covered'],
    ]);
    expect(readdirSync(out).sort()).toEqual(['alpha', 'beta', 'delta', 'empty', 'gamma', 'index.html']);
    for (const { file, sha256, bytes } of said.pages) {
      const html = readFileSync(file);
      expect([createHash('sha256').update(html).digest('hex'), html.length]).toEqual([sha256, bytes]);
    }
  });

  it('says of each that cannot be read why, in its row and on its page, with no number of it', () => {
    const rows = recordsOnPage(fleet, 'fleet');
    for (const [name, word, why] of [
      ['gamma', 'does not verify', 'users.jsonl'],
      ['delta', 'cannot be read', 'no public key is given'],
      ['empty', 'no evidence', 'expected a record, got none'],
    ] as const) {
      const row = rows.find((each) => each['Connection']?.startsWith(name));
      expect([name, row?.['Standing']?.slice(1)]).toEqual([name, word]);
      expect([row?.['Fails'], row?.['Runs missing']]).toEqual(['?not known', '?not known']);
      expect(textOf(fleet)).toContain(`${name}: `);
      for (const page of ['index.html', 'period.html']) {
        const text = textOf(pageAt(`${name}/${page}`));
        expect(text).toContain(why);
        expect(factsOnPage(pageAt(`${name}/${page}`))).toEqual([]);
      }
      expect(factsOnPage(fleet).some(({ at }) => at.startsWith(`rows.${name}.`))).toBe(false);
    }
  });

  it('says of the fleet that there may be more, where something of it cannot be read', () => {
    const overview = viewOnPage(fleet, 'overview');

    expect(overview.match(/at least /g)).toHaveLength(4);
    expect(overview).toContain('not complete');
  });

  it('calls a connection that lacks nothing covered, and ends 0 for it alone', async () => {
    const alone = await scene.ask(
      'report',
      '--site',
      '--connection',
      'beta',
      '--out',
      join(out, '../beta-alone'),
    );

    expect(alone.stdout).toMatch(/^COMPLETE: the pages of 1 connection up to /);
    expect(alone.code).toBe(0);
    expect(standingOf('beta')).toBe('covered');
    for (const view of ['overview', 'calendar', 'trends', 'resources'])
      expect(viewOnPage(pageAt('beta/index.html'), view)).not.toContain('not complete');
    rmSync(join(out, '../beta-alone'), { recursive: true });
  });

  it.each([
    ['gamma', 6],
    ['delta', 7],
    ['empty', 7],
  ])('ends as verify does where it is about %s alone', async (name, ends) => {
    const folder = mkdtempSync(join(tmpdir(), 'evidence-site-'));
    const alone = await scene.ask('report', '--site', '--connection', name, '--out', folder);
    rmSync(folder, { recursive: true });

    expect(alone.code).toBe(ends);
  });

  it('writes the same bytes again', async () => {
    const before = said.pages.map(({ file, sha256 }) => [file, sha256]);
    const again = await scene.ask('report', '--site', '--to', periodIn('fleet').to, '--out', out, '--json');

    expect(
      reportDocument.parse(JSON.parse(again.stdout)).pages.map(({ file, sha256 }) => [file, sha256]),
    ).toEqual(before);
  });

  it('has the pages of a period and of a snapshot that report writes of them alone', async () => {
    const { from, to } = periodIn('connection');
    const folder = mkdtempSync(join(tmpdir(), 'evidence-site-'));
    const alone = ['report', '--connection', 'alpha', '--out', folder, '--json'];
    for (const args of [[...alone, '--from', from, '--to', to], alone]) {
      const { stdout } = await scene.ask(...args);
      const [page] = reportDocument.parse(JSON.parse(stdout)).pages;
      const own = said.pages.find((each) => each.kind === page?.kind && each.file.includes('/alpha/'));
      expect([page?.kind, page?.sha256]).toEqual([own?.kind, own?.sha256]);
    }
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['no folder', ['report', '--site']],
    ['a snapshot too', ['report', '1', '--site', '--out', 'x']],
    ['to be served', ['report', '--site', '--serve']],
    ['a receipt, which is of one connection', ['report', '--site', '--receipt', 'x', '--out', 'x']],
    ['a connection that there is not', ['report', '--site', '--connection', 'omega', '--out', 'x']],
    ['a time that is to come', ['report', '--site', '--to', '2030-01-01', '--out', 'x']],
  ])('refuses %s', async (_what, args) => {
    expect((await scene.ask(...args)).code).toBe(2);
  });
});

describe('each number of a site', () => {
  it('is on the first page what comes out where the files are counted again', () => {
    const sums = (path: string) => (alpha.number(path) ?? 0) + (beta.number(path) ?? 0);
    const of = (at: string) => {
      const [, name, path = ''] = /^rows\.(\w+)\.(.+)$/.exec(at) ?? [];
      if (name !== undefined) return (name === 'alpha' ? alpha : beta).number(path);
      const known: Readonly<Record<string, number>> = {
        'counts.connections': 6,
        'counts.covered': 1,
        'counts.unread': 4,
        'counts.due': sums('counts.due'),
        'counts.missing': sums('counts.missing'),
        'counts.failing': sums('newest.counts.fail'),
        'counts.untold': sums('newest.counts.indeterminate'),
        'counts.critical': sums('newest.conditions.critical'),
      };
      return known[at];
    };
    const facts = factsOnPage(fleet);

    expect(facts.length).toBeGreaterThan(30);
    for (const { at, value } of facts) expect([at, value]).toEqual([at, of(at)]);
  });

  it('is on the page of a connection what comes out where the files are counted again', () => {
    const facts = factsOnPage(alphaPage);

    expect(facts.length).toBeGreaterThan(12);
    for (const { at, value } of facts) expect([at, value]).toEqual([at, alpha.number(at)]);
  });
});

describe('a trend', () => {
  const runs = () => alpha.raw.runs.map((run, place) => ({ run, files: alpha.filesOfRun(place) }));
  const numberIn = (cell: string | undefined) => Number((cell ?? '0').replace('at least', '').trim());
  const rowOf = (table: string, startedAt: string) =>
    recordsOnPage(alphaPage, table).find(
      (row) => row['Begun, or due'] === `${startedAt.slice(0, 10)} ${startedAt.slice(11, 19)} UTC`,
    );

  it('of findings is what failed in each run, by severity, with what nobody could tell on top', () => {
    for (const { run, files } of runs()) {
      const row = rowOf('trend-findings', run.run.startedAt);
      for (const severity of ['critical', 'high', 'medium', 'low', 'info'])
        expect([severity, numberIn(row?.[severity])]).toEqual([severity, checksIn(files).open(severity)]);
      const untold = checksIn(files).of('indeterminate') + checksIn(files).of('error');
      expect(numberIn(row?.['nobody can tell'])).toBe(untold);
      const drawn = saidInDrawing(alphaPage, 'trend-findings');
      const day = run.run.startedAt.slice(0, 10);
      for (const severity of ['critical', 'high', 'medium', 'low'])
        if (checksIn(files).open(severity) > 0)
          expect(drawn).toContain(`${day}: ${checksIn(files).open(severity)} ${severity}`);
    }
  });

  it('of checks is what each said in each run', () => {
    const words = { fail: 'fails', warn: 'to look at', pass: 'holds', indeterminate: 'nobody can tell' };
    for (const { run, files } of runs()) {
      const row = rowOf('trend-checks', run.run.startedAt);
      for (const [state, word] of Object.entries(words))
        expect([word, numberIn(row?.[word])]).toEqual([word, checksIn(files).of(state)]);
    }
  });

  it('of people is who was in the files of each run, and says at least where groups were not read', () => {
    for (const { run, files } of runs()) {
      const row = rowOf('trend-people', run.run.startedAt);
      expect(numberIn(row?.['Members'])).toBe(peopleIn(files, 'members'));
      expect(numberIn(row?.['Owners'])).toBe(peopleIn(files, 'owners'));
      const isPartial = run.run.startedAt.startsWith(scene.days.partial);
      expect([run.status, row?.['Members']?.startsWith('at least')]).toEqual(
        isPartial ? ['partial', true] : ['complete', false],
      );
    }
    const members = new Set(runs().map(({ files }) => peopleIn(files, 'members')));
    const owners = new Set(runs().map(({ files }) => peopleIn(files, 'owners')));
    expect([members.size, owners.size]).toEqual([2, 2]);
  });

  it('has a hole where a run is missing, and never nothing', () => {
    const { missing } = scene.days;
    for (const id of ['trend-findings', 'trend-people', 'trend-checks']) {
      const row = recordsOnPage(alphaPage, id).find((each) => each['Begun, or due']?.startsWith(missing));
      const { 'Begun, or due': _at, Run: state, Record: record, ...numbers } = row ?? {};
      expect([state, record]).toEqual(['?missing', 'none']);
      expect(Object.values(numbers).length).toBeGreaterThan(1);
      expect(new Set(Object.values(numbers))).toEqual(new Set(['not known']));
      const drawn = saidInDrawing(alphaPage, id).filter((text) => text.startsWith(missing));
      expect(new Set(drawn)).toEqual(new Set([`${missing}: no run, so nobody knows`, `${missing}: missing`]));
    }
    // The lines of members and of owners are in two pieces, before the hole and after it.
    const drawing = /<svg[^>]* aria-labelledby="trend-people-name .*?<\/svg>/s.exec(alphaPage)?.[0] ?? '';
    const lines = [...drawing.matchAll(/<path class="trend" d="([^"]*)"/g)].map(([, d = '']) => d);
    expect(lines.map((d) => d.match(/M/g)?.length)).toEqual([2, 2]);
  });

  it('marks a run that was partial', () => {
    const { partial } = scene.days;
    for (const id of ['trend-findings', 'trend-people', 'trend-checks'])
      expect(saidInDrawing(alphaPage, id)).toContain(`${partial}: partial`);
  });
});

describe('the matrix of resources and runs', () => {
  const WORDS: Readonly<Record<string, string>> = { 'not-collected': 'left out' };

  it.each(['alpha/index.html', 'alpha/period.html'])(
    'says in %s how each resource was read in each run',
    (name) => {
      const cells = new Map<string, string>();
      for (const text of saidInDrawing(pageAt(name), 'reading')) {
        const [, resource, from = '', to = from, word = ''] =
          /^([\w-]+), ([\d-]+)(?: to ([\d-]+))?: (.+)$/.exec(text) ?? [];
        if (resource === undefined) continue;
        for (let ms = Date.parse(from); ms <= Date.parse(to); ms += 86_400_000)
          cells.set(`${resource} ${new Date(ms).toISOString().slice(0, 10)}`, word);
      }
      const expected = new Map(
        alpha.raw.runs.flatMap((run) =>
          run.resources.map(({ name: resource, outcome, reason }) => [
            `${resource} ${run.run.startedAt.slice(0, 10)}`,
            reason === 'not-offered' ? 'not there' : (WORDS[outcome] ?? outcome),
          ]),
        ),
      );

      expect(expected.size).toBeGreaterThan(40);
      expect([...new Set(expected.values())]).toContain('denied');
      expect(new Map([...cells].sort())).toEqual(new Map([...expected].sort()));
      expect(saidInDrawing(pageAt(name), 'reading')).toContain(
        `${scene.days.missing}: no run, so nobody knows`,
      );
    },
  );
});
