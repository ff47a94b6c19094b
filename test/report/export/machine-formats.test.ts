/** Exports for other programs: valid by their schemas, the same bytes anywhere, and nothing looks like a pass but a pass. */
import { afterEach, describe, expect, it } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import { canonical } from '../../../src/evidence/canonical.ts';
import { stableId } from '../../../src/evidence/stable-id.ts';
import { exportStanding } from '../../../src/report/export/export-standing.ts';
import { toOcsf } from '../../../src/report/export/ocsf.ts';
import { OSCAL_VERSIONS, toOscal } from '../../../src/report/export/oscal.ts';
import { controlId } from '../../../src/report/export/oscal-controls.ts';
import { answeredRun, everyOutcome, FILE } from '../../support/answered-run.ts';
import { HOSTILE_NAMES } from '../../support/hostile-answer.ts';
import { HAS_MACHINE_SCHEMAS, machineProblems } from '../../support/machine-schemas.ts';
import { attachedText } from '../../support/manual.ts';
import { wholeText } from '../../support/read-back.ts';

/** What was attached by hand: in force on the day of each run. */
const MANUAL = {
  attached: [
    attachedText('x', { note: 'Two are *exempt*.', effective: '2020-01-01', expires: '2099-01-01' }),
  ],
  folder: 'segment-evidence/v1/acme/manual/',
};

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const GAP = 'nothing covers the end';
const runsOf = (typed: string) => [
  answeredRun(undefined, 40, typed),
  answeredRun(everyOutcome(typed), 41, typed),
];
const oscalText = (typed: string, version: (typeof OSCAL_VERSIONS)[number] = '1.1.3') =>
  wholeText(toOscal({ runs: runsOf(typed), version, standing: `NOT COMPLETE: ${GAP}`, manual: MANUAL }));
const ocsfText = (typed: string) => wholeText(toOcsf({ runs: runsOf(typed), gaps: [GAP] }));
// biome-ignore lint/suspicious/noExplicitAny: documents of others, as plain data
type Document = any;
const oscalOf = async (typed: string): Promise<Document> =>
  JSON.parse(await oscalText(typed))['assessment-results'];
const linesOf = (text: string): readonly Document[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** Whatever somebody types, also all of it at once. */
const typedNames = [
  'plain',
  '',
  HOSTILE_NAMES.join('\n'),
  '\u2028\uD800 a\u0085b',
  '<b>[x](javascript:1)</b>',
];

describe.runIf(HAS_MACHINE_SCHEMAS)('by the schemas of others', () => {
  it.each(typedNames)('OSCAL is valid: %j', async (typed) => {
    for (const version of OSCAL_VERSIONS) {
      const document = JSON.parse(await oscalText(typed, version));
      expect(machineProblems(`OSCAL ${version}`, document)).toEqual([]);
    }
  });

  it.each(typedNames)('OCSF is valid, line by line: %j', async (typed) => {
    for (const line of linesOf(await ocsfText(typed))) {
      expect(machineProblems('OCSF 1.5.0', line)).toEqual([]);
      expect(machineProblems('OCSF 1.8.0', line)).toEqual([]);
    }
  });
});

describe('what is no pass', () => {
  it('is no finding that holds in OSCAL: only a pass is', async () => {
    const { results } = await oscalOf('x');
    const states = results[1].findings.map((each: Document) => [
      each.target['target-id'],
      each.target.status.state,
    ]);

    expect(states).toEqual([
      ['X-pass', 'satisfied'],
      ...['X-fail', 'X-accepted', 'X-in-part', 'X-expired'].map((id) => [id, 'not-satisfied']),
    ]);
    // Of all ten there is an observation, and of the file that was attached by hand.
    expect(results[1].observations).toHaveLength(11);
    expect(
      results[1].observations
        .filter(({ types }: Document) => types[0] === 'not-assessed')
        .map(({ title, methods }: Document) => [title.split(':')[0], methods]),
    ).toEqual(
      ['X-not\\_applicable', 'X-not\\_configured', 'X-indeterminate', 'X-error'].map((id) => [
        id,
        ['UNKNOWN'],
      ]),
    );
  });

  it('has a status of its own in OCSF, and an accepted fail is a fail', async () => {
    const [gap, unanswered, ...lines] = linesOf(await ocsfText('x'));

    expect([gap, unanswered].map(({ compliance }) => compliance.status_id)).toEqual([0, 0]);
    expect(gap.message).toBe(GAP);
    expect(
      lines.map(({ compliance, severity, status }) => [
        compliance.control,
        compliance.status_id,
        severity,
        status,
      ]),
    ).toEqual([
      ['X-pass', 1, 'Informational', undefined],
      ['X-fail', 3, 'High', 'New'],
      ['X-warn', 2, 'High', 'New'],
      ['X-not_applicable', 99, 'Informational', undefined],
      ['X-not_configured', 99, 'Informational', undefined],
      ['X-indeterminate', 0, 'High', undefined],
      ['X-error', 99, 'High', undefined],
      ['X-accepted', 3, 'High', 'Accepted until 2026-12-31'],
      ['X-in-part', 3, 'High', 'New'],
      ['X-expired', 3, 'High', 'New'],
    ]);
  });

  it('is said of a run without answers, which reviewed no control', async () => {
    const { results, metadata } = await oscalOf('x');

    expect(results[0].findings).toBeUndefined();
    expect(results[0].observations[0].description).toContain(
      'Nothing was assessed: no check was asked in it.',
    );
    expect(results[0]['reviewed-controls']['control-selections']).toEqual([
      {
        description: 'No control: no check was answered.',
        'include-controls': [{ 'control-id': 'none' }],
      },
    ]);
    expect(metadata.remarks).toBe(`NOT COMPLETE: ${GAP}`);
  });

  it('is counted in the first line, and what has not answered is a gap', async () => {
    const { standing, gaps } = await exportStanding(runsOf('x'), []);

    expect(gaps).toEqual([
      'no answers of checks in record 40: no check was asked in it',
      'checks that are broken and have not answered in record 41: 1',
    ]);
    expect(standing).toMatch(
      /^NOT COMPLETE: no answers of checks.*; what checks answered in 2 runs: 1 pass, 4 fail, 1 warn, 1 not_applicable, 1 not_configured, 1 indeterminate, 1 error$/,
    );
  });

  it('is a risk whose deviation is approved only where all of it is accepted', async () => {
    const { results } = await oscalOf('x');

    expect(results[1].risks.map(({ status, deadline }: Document) => [status, deadline])).toEqual([
      ['open', undefined],
      ['deviation-approved', '2026-12-31T23:59:59Z'],
      ['open', '2026-12-31T23:59:59Z'],
      ['open', undefined],
    ]);
  });
});

describe('an export', () => {
  it('has the same bytes in any zone, in RFC 8785', async () => {
    const made = [];
    for (const name of ['Pacific/Kiritimati', 'America/St_Johns']) {
      process.env['TZ'] = name;
      made.push([await oscalText('x'), await ocsfText('x')]);
    }

    expect(made[0]).toEqual(made[1]);
    expect(canonical(JSON.parse(made[0]?.[0] ?? ''))).toBe(made[0]?.[0]);
  });

  it('names each sealed file by its place and digest, and what was not read by neither', async () => {
    const document = await oscalOf('x');
    const [, result] = document.results;
    const [pass, , , , , unknown] = result.observations;
    const file = document['back-matter'].resources.find(
      ({ uuid }: Document) => `#${uuid}` === pass['relevant-evidence'][0].href,
    );

    expect(file.rlinks[0].href).toMatch(
      /^segment-evidence\/v1\/acme\/snapshots\/.*\/data\/resources\/users\.jsonl$/,
    );
    expect(file.rlinks[0].hashes[0].value).toBe(FILE.sha256);
    expect(unknown['relevant-evidence'][0].href).toBeUndefined();
    expect(unknown['relevant-evidence'][0].description).toContain('denied');
  });

  it('has every id once, and those that others refer to', async () => {
    const text = await oscalText('x');
    const ids = [...text.matchAll(/"uuid":"([0-9a-f-]+)"/g)].map(([, id]) => id);
    const named = [...text.matchAll(/"(?:[a-z]+-uuid|href)":"#?([0-9a-f-]{36})"/g)].map(([, id]) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has ids that anybody can make again: the example of RFC 9562, and those of both formats', async () => {
    expect(stableId('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
    const { results } = await oscalOf('x');
    const [, , pass] = linesOf(await ocsfText('x'));
    const log = '0123456789abcdef0123456789abcdef';
    const name = JSON.stringify(['finding', 'acme', log, 41, 'X-pass']);
    const id = stableId('ffde0eb8-e312-58d4-8202-389cf07c36ee', name);
    expect([results[1].findings[0].uuid, pass.finding_info.uid]).toEqual([id, id]);
  });

  it('says nowhere that a control is met, and holds no markup of strangers', async () => {
    const text = await oscalText('<b>[x](javascript:1)</b>');

    expect(text).toContain('&lt;b&gt;\\\\[x\\\\](javascript:1)&lt;/b&gt;');
    const { results } = JSON.parse(text)['assessment-results'];
    const marked = JSON.stringify(
      results[1].observations.map(({ title, description }: Document) => [title, description]),
    );
    expect(marked).not.toContain('<');
    expect(text + (await ocsfText('x'))).not.toMatch(/satisf(?!ied")/);
  });
});

it('has another id for each control that any check supports', () => {
  const controls = new Set(
    checks.flatMap((check) =>
      Object.entries(check.controls).flatMap(([name, ids]) => ids.map((id) => `${name} ${id}`)),
    ),
  );
  const ids = [...controls].map((each) => {
    const [name = '', ...rest] = each.split(' ');
    return controlId(name as 'soc2', rest.join(' '));
  });
  expect(new Set(ids).size).toBe(controls.size);
  expect(controlId('nist80053', 'AC-2(7)')).toBe('ac-2.7');
  expect(controlId('hipaa', '164.308(a)(3)(ii)(A)')).toBe('hipaa-164.308.a.3.ii.A');
});
