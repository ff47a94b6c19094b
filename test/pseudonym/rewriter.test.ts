/** Where people can stand in a text, and what is put there; and texts in which nobody stands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { tellingKind } from '../../src/pseudonym/guard.ts';
import { KnownPeople } from '../../src/pseudonym/known-people.ts';
import { Pseudonyms } from '../../src/pseudonym/pseudonyms.ts';
import { Rewriter } from '../../src/pseudonym/rewriter.ts';
import { Telling } from '../../src/pseudonym/telling.ts';

const KEY = new Uint8Array(32).fill(7);
const DOMAINS = { approved: ['acme.example'], consumer: ['gmail.com'] };
const ORDINARY = new Set([
  'production',
  'page',
  'users',
  'data',
  'tracking',
  'plan',
  'system',
  'id',
  'email',
]);

const USERS = [
  { id: 'usrJane0001', name: 'Jane Doe', email: 'Jane.Doe+audit@acme.example' },
  { id: 'usrPage0002', name: 'Tracking Plan', email: 'production@acme.example' },
  { id: 'usrZoe00003', name: 'Zoë Ångström', email: 'zoe@private.example' },
  { id: 'usrWang0004', name: '王小明', email: 'w@gmail.com' },
  { id: 'usrOne00005', name: 'Grace', email: 'gh@localhost' },
];

function rewriting(users: readonly { id: string; name: string; email: string }[] = USERS) {
  const people = new KnownPeople(resources);
  for (const user of users) people.take('users', user);
  const telling = new Telling(people, ORDINARY);
  const pseudonyms = new Pseudonyms(KEY, DOMAINS);
  return { telling, pseudonyms, rewriter: new Rewriter(telling, pseudonyms, people.all('address')) };
}

const { telling, pseudonyms, rewriter } = rewriting();
const jane = pseudonyms.of('name', 'Jane Doe');
const mail = pseudonyms.address('Jane.Doe+audit@acme.example');

/** Whose names and addresses no form was made for. */
const hostile = rewriting([
  { id: 'usrIlker001', name: 'İlker Şahin', email: 'ilker@acme.example' },
  { id: 'usrJuerg002', name: 'Jürgen Straße', email: 'j77@acme.example' },
  { id: 'usrLukas003', name: 'Łukasz Øster', email: 'l77@kovacs.example' },
  { id: 'usrPat00004', name: "Pat O'Brien", email: "o'brien/pat@acme.example" },
  { id: 'usrKim00005', name: '김민수', email: 'jane&bob@acme.example' },
  { id: 'usrLi000006', name: '李 雷', email: 'mary=ann@acme.example' },
  { id: 'usrPlan0007', name: 'Tracking Plan', email: '"zoe q"@acme.example' },
  { id: 'usrAb000008', name: 'A B', email: `${'l'.repeat(70)}@acme.example` },
  { id: 'usrZoe00009', name: 'Zoë Ångström', email: 'x@unknown.invalid' },
  { id: 'usrHorse010', name: '🦄🌵', email: 'h@acme.example' },
  { id: 'usrGrace011', name: 'Grace Hopper', email: 'g@acme.example' },
]);

describe('a text of people with other letters', () => {
  it.each([
    ['with a dot on the i', 'İLKER ŞAHİN, ilker şahin, ılker sahın', /[iİı]lker|[sş]ah/i],
    ['with ß', 'JÜRGEN STRASSE and Juergen Strasse and jurgen-strasse', /strasse|j[uü]e?rgen/i],
    ['with letters that are no accents', 'LUKASZ OSTER, Lukasz Øster', /lukasz|[oø]ster/i],
    ['with an apostrophe', 'Pat OBrien, Pat O’Brien, Pat O&apos;Brien', /brien/i],
    ['with wide letters', 'Ｇｒａｃｅ Ｈｏｐｐｅｒ', /[Ｇ]/],
    ['with a soft hyphen', 'Gra\u00adce Hop\u200bper', /gra|hop/i],
    ['with many blanks', 'Grace    \n   Hopper', /grace|hopper/i],
    ['behind a line break of a program', 'x\\nGrace Hopper', /grace|hopper/i],
    ['as names of HTML', 'Zo&euml; &Aring;ngstr&ouml;m', /zo|ngstr/i],
    ['in base64 of lines', Buffer.from('by:\n  Grace Hopper\n').toString('base64'), /R3JhY2Ug/],
    ['with an ending', '김민수가 만든', /김민수/],
    ['without a blank', '李雷 and 雷李', /[李雷]/],
    ['of pictures', 'by 🦄🌵', /🦄/],
    ['of words of the format, as people write them', 'asked by Tracking Plan', /Tracking Plan/],
    ['at a private host', 'https://www.kovacs.example/x', /kovacs/],
    ['with a slash in the address', "grp1/o'brien/pat@acme.example", /brien|pat/],
    ['with a slash that is escaped', "grp1/o'brien%2Fpat@acme.example", /brien|pat|%40/],
    ['with & in the address', 'grp1/jane&bob@acme.example', /jane|bob/],
    ['with = in the address', 'grp1/mary=ann@acme.example', /mary|ann@/],
    ['with quotes in the address', 'to "zoe q"@acme.example', /zoe|q"/],
    ['with a long address', `grp1/${'l'.repeat(70)}@acme.example`, /lll/],
    ['at a host of the format', 'x@unknown.invalid and bob@other.invalid', /\bx@|bob/],
    ['by the digest of a record without an id', 'users/?0123456789abcdef', /0123456789abcdef/],
  ])('has nobody who is written %s', (_, text, telling) => {
    expect(text).toMatch(telling);
    expect(hostile.rewriter.text(text, 'written')).not.toMatch(telling);
  });

  it('says of each spelling whose it is', () => {
    const two = rewriting([
      { id: 'usrJose0001', name: 'José Díaz', email: 'j1@acme.example' },
      { id: 'usrJose0002', name: 'Jose Diaz', email: 'j2@acme.example' },
    ]);
    const [one, other] = ['José Díaz', 'Jose Diaz'].map((name) => two.pseudonyms.of('name', name));

    expect(two.rewriter.text('José Díaz, then Jose Diaz')).toBe(`${one}, then ${other}`);
  });

  it.each(['f(a, b)', 'a/b', 'the tracking plan of a b', '"a":"b"'])(
    'stays where letters alone are those of a name: %s',
    (text) => {
      expect(tellingKind(hostile.telling, text)).toBeUndefined();
      expect(hostile.rewriter.text(text, 'written')).toBe(text);
    },
  );

  it('has no address, however many there are', () => {
    const many = Array.from({ length: 5000 }, (_, nth) => `p${nth}@else.example`).join(' ');

    expect(hostile.rewriter.text(many)).not.toContain('else');
  });
});

describe('a text', () => {
  it.each([
    ['a name', 'ask Jane Doe first', `ask ${jane} first`],
    ['an address', 'Jane.Doe+audit@acme.example', mail],
    ['an address in another case', 'to jane.doe+AUDIT@acme.example.', `to ${mail}.`],
    ['an address behind an id', 'grp1/Jane.Doe+audit@acme.example', `grp1/${mail}`],
    [
      'an address in a link',
      'https://x.example/?to=Jane.Doe+audit@acme.example',
      `https://x.example/?to=${mail}`,
    ],
    ['an id', 'users/usrJane0001/roles', `users/${pseudonyms.of('id', 'usrJane0001')}/roles`],
    ['somebody who is known nowhere', 'bob@other.example', pseudonyms.address('bob@other.example')],
    ['a member of JSON', '{"by":"Jane Doe"}', `{"by":"${jane}"}`],
    ['a name without blanks', 'x 王小明的 y', `x ${pseudonyms.of('name', '王小明')}的 y`],
  ])('without %s', (_, text, due) => {
    expect(rewriter.text(text)).toBe(due);
  });

  it.each([
    ['in capitals', 'JANE DOE'],
    ['by family', 'Doe, Jane'],
    ['as a slug', 'jane-doe-test'],
    ['with underscores', 'jane_doe'],
    ['joined', 'JaneDoe'],
    ['percent-encoded', 'Jane%20Doe'],
    ['in a query', 'q=Jane+Doe'],
    ['in base64', Buffer.from('owner: Jane Doe').toString('base64')],
    ['in base64 of a percent-encoded text', Buffer.from('owner=Jane%20Doe').toString('base64')],
    ['as escapes of JSON', '\\u004aane Doe'],
    ['as characters of HTML', '&#74;ane Doe'],
    ['with accents apart', 'Zoe\u0308 A\u030angstro\u0308m'],
    ['without accents', 'Zoe Angstrom'],
    ['by the part before the @', 'jane.doe.audit'],
    ['at a host alone', 'gh@localhost'],
    [
      'in a document within a text',
      JSON.stringify({ a: [JSON.stringify({ b: 'jane.doe+audit@acme.example' })] }),
    ],
  ])('has nobody who is written %s', (_, text) => {
    expect(tellingKind(telling, text)).toBeDefined();
    expect(rewriter.text(text)).not.toBe(text);
    expect(tellingKind(telling, rewriter.text(text))).toBeUndefined();
  });

  it.each([
    'tracking-plan-rules',
    'Production',
    'data/resources/users.jsonl',
    'https://api.example/users?cursor=%3D%3D',
    'Cafe\u0301 and café',
    '{"$type":"string"}',
    'aGVsbG8gd29ybGQh',
    'a 100 % \\u00e9 &#233;',
    '',
  ])('stays as it is where nobody is in it: %s', (text) => {
    expect(rewriter.text(text)).toBe(text);
  });

  it('has a word that is a name where people wrote, and not where a program did', () => {
    expect(rewriter.text('made by Grace', 'written')).not.toContain('Grace');
    expect(rewriter.text('in a grace period', 'written')).toBe('in a grace period');
    expect(rewriter.text('Grace')).toBe('Grace');
    expect(rewriter.text('grace-test', 'slug')).not.toContain('grace');
  });

  it('has the kind of a domain in place of a private one, and never another mark of a fingerprint of before', () => {
    expect(rewriter.text('an address at private.example, which', 'written')).toBe(
      'an address at other.invalid, which',
    );
    const before = 'hmac-sha256:0a1b2c3d:AAAAAAAAAAAAAAAAAAAAAA';
    expect(rewriter.text(before)).toMatch(/^hmac-sha256:[0-9a-f]{8}:[\w-]{22}$/);
    expect(rewriter.text(before)).not.toContain('AAAA');
  });
});

describe('a list that was in order', () => {
  it('is in order again, so that it tells nothing', () => {
    const names = [
      'Jane Doe',
      'Tracking Plan',
      'Zoë Ångström',
      '王小明',
      'usrJane0001',
      'usrPage0002',
    ].sort();
    const written = rewriter.json(names) as readonly string[];

    expect(written).toEqual([...written].sort());
    expect(written).not.toEqual(names.map((name) => rewriter.text(name)));
  });
});

/** Names as hostile as people come to have. */
const names = fc.oneof(
  fc.constantFrom(
    'Production',
    'Al',
    'Null',
    'data',
    'O’Brien-Ólafsdóttir',
    'Ng',
    '李 雷',
    'Doe, Jane',
    'A B',
    '%41',
    'x@y.example',
  ),
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
);
const users = fc.array(
  fc.record({
    id: fc.stringMatching(/^usr[A-Za-z0-9]{10}$/),
    name: names,
    email: fc.emailAddress({ size: 'small' }),
  }),
  { minLength: 1, maxLength: 6 },
);

it('has nobody, whoever people are and wherever they stand', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(users, text, text, (all, before, after) => {
      const own = rewriting(all);
      for (const { id, name, email } of all)
        for (const told of [id, name, email, email.toUpperCase(), encodeURIComponent(email)]) {
          const written = own.rewriter.text(`${before} ${told} ${after}`);
          expect(tellingKind(own.telling, written)).toBeUndefined();
        }
    }),
  );
});
