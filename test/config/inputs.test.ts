/** Files of the company's own as people have them, and what is said of each that does not fit: where, and what was expected. */
import { expect, it } from 'vitest';
import type { InputName } from '../../schemas/input-entry.ts';
import type { InputReading } from '../../src/evidence/input-source.ts';
import { inputOf } from '../support/inputs.ts';

type Lines = readonly string[] | Uint8Array;
const bytes = (text: string) => Buffer.from(text);

/** Returns records by id or address, or each problem as `line:column message`. */
async function read(name: InputName, lines: Lines): Promise<readonly unknown[]> {
  const reading = (await inputOf(name, lines).read()) as Extract<InputReading, { kind: 'read' }>;
  if (reading.kind !== 'read') return [reading];
  const found: unknown[] = [];
  for await (const each of reading.records()) {
    if (each.kind === 'problem') found.push(each.why.replace(/^\w[\w-]*\.csv:|policy\.files\.[\w-]+: /g, ''));
    else found.push(['id' in each ? each.id : each.email, each.data, each.rows]);
  }
  return found;
}

const ada = ['ada@acme.example', { status: 'active' }, 1];

it.each<readonly [string, Lines]>([
  ['commas', ['email,status', 'ada@acme.example,active']],
  ['semicolons, as a spreadsheet has them in half of Europe', ['email;status', 'ada@acme.example;active']],
  ['tabs', ['email\tstatus', 'ada@acme.example\tactive']],
  ['a byte order mark and CRLF', bytes('\uFEFFemail,status\r\nada@acme.example,active\r\n')],
  ['no line end at the end', bytes('email,status\nada@acme.example,active')],
  ['quotation marks', ['"email","status"', '"ada@acme.example","active"']],
  [
    'other columns, in another order',
    ['Name;STATUS;E-Mail', '"Lovelace; ""Ada""\nB";active;ada@acme.example'],
  ],
  ['blanks and rows of nothing', [' email , status ', ',', ' ada@acme.example , Active ', ' , ']],
])('a roster with %s is read', async (_, lines) => {
  expect(await read('roster', lines)).toEqual([ada]);
});

const people = (...rows: readonly string[]) => ['email,status,leftOn', ...rows];

it.each<readonly [string, InputName, Lines, readonly (string | RegExp)[]]>([
  [
    'nothing',
    'roster',
    bytes(''),
    ['1:1: expected a header with email, status, startedOn, leftOn, got nothing'],
  ],
  [
    'a header alone',
    'roster',
    people(),
    ['1:1: expected at least one person, got none; is the export whole?'],
  ],
  [
    'no such column',
    'roster',
    ['mail;status', 'a@b;left'],
    [/^1:1: expected a column email, got none; columns are/],
  ],
  [
    'a column twice',
    'roster',
    ['email,status,E-mail', 'a@b,left,a@b'],
    ['1:14: expected one column email, got two'],
  ],
  ['no address', 'roster', people('ada,active,'), ['2:1: email: expected an e-mail address, got other text']],
  [
    'an unknown word and a day that is none',
    'roster',
    people('ada@acme.example,on leave,2026-02-30'),
    [
      '2:18: status: expected active, left, terminated, deactivated or deprovisioned, got other text',
      '2:27: leftOn: expected a day such as 2026-11-22, got other text',
    ],
  ],
  ['an empty cell', 'roster', people(',active,'), ['2:1: email: expected a value, got an empty cell']],
  ['a row that is cut', 'roster', people('ada@acme.exa'), ['2:1: expected 3 cells, got 1']],
  ['a cell too many', 'roster', people('a@b,left,2026-01-01,x'), ['2:21: expected 3 cells, got 4']],
  [
    'a line below a cell of two lines',
    'roster',
    bytes('name,email,status\r\n"A\r\nB",a@b,left\r\n"C\r\nD",nobody,left\r\n'),
    ['5:4: email: expected an e-mail address, got other text'],
  ],
  [
    'a quotation mark that is not closed',
    'roster',
    people('ada@acme.example,active,', '"bob,active,'),
    ['3:1: expected quotation marks around whole cells, got one that is not closed, or closed too early'],
  ],
  ['a zero byte', 'roster', people('a\0@b,left,'), ['2:2: expected text, got a zero byte']],
  [
    'a person where a role is expected',
    'approvals',
    ['subject,approvedOn,approverRole', 'destinations/d1,2026-01-02,ada@acme.example'],
    ['2:28: approverRole: expected a role, got an e-mail address; write a role or a name of no person'],
  ],
  [
    'a token where a ticket is expected',
    'approvals',
    [
      'subject,approvedOn,approverRole,ticket',
      `destinations/d1,2026-01-02,CISO,${`sgp_${'a1B2'.repeat(12)}`}`,
    ],
    ['2:33: ticket: expected a ticket, got what looks like a secret; take it out, and consider it known'],
  ],
  [
    'a vendor twice',
    'vendors',
    ['vendor,country', 'Braze,US', 'Braze,US', 'braze,DE'],
    ['4:1: vendor: expected each once, got one that line 2 has with other values'],
  ],
  [
    'a host with more than a host',
    'vendors',
    ['vendor,hosts', 'Braze,https://braze.com'],
    ['2:7: hosts: expected names of hosts alone, such as api.vendor.example, separated by |, got other text'],
  ],
  [
    'a class that is none',
    'data-classification',
    ['property,class', 'email,secret'],
    ['2:7: class: expected public, internal, personal, special or prohibited, got other text'],
  ],
])('of %s is said where, and what was expected', async (_, name, lines, expected) => {
  const problems = (await read(name, lines)).filter((each) => typeof each === 'string');

  expect(problems).toEqual(
    expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
  );
});

it('that is no UTF-8, or no file, is not read', async () => {
  expect(await read('roster', Buffer.from([...bytes('email,status\n'), 0xe9, 0x0a]))).toMatchObject([
    {
      kind: 'unread',
      isMissing: false,
      why: expect.stringContaining('roster.csv:2:1: policy.files.roster: expected UTF-8'),
    },
  ]);
});

it.each<readonly [string, InputName, Lines, readonly unknown[]]>([
  [
    'lists, flags and days; whose slugs are not written down is looked for by its name',
    'vendors',
    [
      'vendor;slugs;hosts;personalData;phi;regions;erasure;reviewedOn',
      'Acme;a|b|a;API.acme.example;Yes;0;eu|us;api;2026-01-02T10:00:00Z',
      '=HYPERLINK("x");;;;;;;',
    ].map((line, index) => (index === 2 ? '"=HYPERLINK(""x"")";;;;;;;' : line)),
    [
      [
        'Acme',
        {
          vendor: 'Acme',
          slugs: ['a', 'b'],
          hosts: ['api.acme.example'],
          personalData: true,
          phi: false,
          regions: ['eu', 'us'],
          erasure: 'api',
          reviewedOn: '2026-01-02',
        },
        1,
      ],
      ['=HYPERLINK("x")', { vendor: '=HYPERLINK("x")', slugs: ['=HYPERLINK("x")'] }, 1],
    ],
  ],
  [
    'a property that is called like the file, and one with a slash, each once',
    'data-classification',
    ['property,class', 'file,internal', 'a/b,personal', 'file,internal'],
    [
      ['%66ile', { property: 'file', class: 'internal' }, 2],
      ['a%2Fb', { property: 'a/b', class: 'personal' }, 1],
    ],
  ],
  ['none', 'reviews', ['event,reviewedOn,reviewerRole'], []],
  [
    'the first of several reviews of an event',
    'reviews',
    ['event,reviewedOn,reviewerRole', 'e1,2026-02-02,CISO', 'e1,2026-02-01,DPO'],
    [['e1', { reviewedOn: '2026-02-01', reviewerRole: 'DPO' }, 2]],
  ],
])('records are made of %s', async (_, name, lines, expected) => {
  expect(await read(name, lines)).toEqual(expected);
});

it('a file is of the day that somebody says, else of that on which it was last written', async () => {
  const lines = people('ada@acme.example,active,');
  const today = new Date().toISOString().slice(0, 10);

  expect(await inputOf('roster', lines, '2026-11-01').read()).toMatchObject({
    asOf: '2026-11-01',
    asOfFrom: 'configuration',
  });
  const { asOf, asOfFrom } = (await inputOf('roster', lines, null).read()) as {
    asOf: string;
    asOfFrom: string;
  };
  // It may be midnight just now.
  expect([asOf >= today, asOfFrom]).toEqual([true, 'file-time']);
});
