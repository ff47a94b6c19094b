/** What holds for every input: bytes that ignore order and paging, and secrets that never come out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { personal, secret, setOf, settings, volatile } from '../../schemas/policy.ts';
import { type Artifact, finishLines, scanRecordLine } from '../../src/evidence/artifact.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { createNormaliser } from '../../src/evidence/normalise.ts';
import { spellings } from '../../src/evidence/secret-set.ts';
import { Spool } from '../../src/spool/spool.ts';
import { contextOf, thingsOf } from '../evidence/context.ts';
import { ANY_CHARACTER } from '../support/characters.ts';
import { runs } from '../support/tier.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' });

const definition = thingsOf({
  name: z.string(),
  owner: personal(),
  key: secret('segment/write-key'),
  tags: setOf(z.object({ k: z.string() })),
  seen: volatile(),
  options: settings().optional(),
});

const record = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c', 'd/e', '\u{1f600}', '\ufb33', ''),
    name: text,
    owner: text,
    key: text,
    tags: fc.array(fc.record({ k: text }), { maxLength: 4 }),
    seen: json,
    options: fc.dictionary(text, json, { maxKeys: 4 }),
    extra: json,
  },
  { requiredKeys: ['id'] },
);

/** The artifact of some pages, read in this order, spilled to disk after so many characters. */
async function collect(pages: readonly (readonly unknown[])[], runCharacters: number) {
  const normalise = createNormaliser(contextOf(definition));
  const spool = new Spool(runCharacters);
  for (const page of pages) {
    for (const item of page) {
      const { id, line } = normalise(item);
      await spool.add({ key: id, line });
    }
  }
  const { artifact, counts } = await finishLines('data/resources/things.jsonl', () => spool.sorted());
  const bytes = await bytesOf(artifact);
  await spool.close();
  return { bytes, counts, sha256: artifact.sha256 };
}

async function bytesOf(artifact: Artifact): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of artifact.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function split(items: readonly unknown[], sizes: readonly number[]): readonly (readonly unknown[])[] {
  const pages: unknown[][] = [];
  let rest = [...items];
  for (const size of sizes) {
    pages.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return [...pages, rest];
}

describe('an artifact', () => {
  it('has equal bytes however the records are ordered, paged and spilled', async () => {
    const cases = fc.array(record, { maxLength: 12 }).chain((records) =>
      fc.record({
        records: fc.constant(records),
        shuffled: fc.shuffledSubarray(records, { minLength: records.length }),
        sizes: fc.array(fc.nat(5), { maxLength: 5 }),
        runCharacters: fc.constantFrom(1, 500, 1_000_000),
      }),
    );

    await fc.assert(
      fc.asyncProperty(cases, async ({ records, shuffled, sizes, runCharacters }) => {
        const once = await collect([records], 1_000_000);
        expect(await collect(split(shuffled, sizes), runCharacters)).toEqual(once);
      }),
      { numRuns: runs({ fast: 20, full: 80 }) },
    );
  });

  it('has equal bytes whatever the order of members and of sets', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .map(([k, v]) => [k, reversed(v)])
          .reverse(),
      );
    };

    fc.assert(
      fc.property(record, (one) => {
        const normalise = createNormaliser(contextOf(definition));
        const other = reversed({ ...one, ...(one.tags && { tags: [...one.tags].reverse() }) });
        expect(normalise(other).line).toBe(normalise(one).line);
      }),
    );
  });
});

describe('normalising', () => {
  it('what is normalised already changes nothing', () => {
    const kept = thingsOf({
      name: z.string(),
      owner: personal(),
      tags: setOf(z.object({ k: z.string() })),
      n: z.number(),
    });

    fc.assert(
      fc.property(
        fc.record({ id: text, name: text, owner: text, tags: fc.array(fc.record({ k: text })), n: json }),
        (one) => {
          const normalise = createNormaliser(contextOf(kept));
          const first = JSON.parse(normalise(typeof one.n === 'object' ? { ...one, n: 1 } : one).line) as {
            data: unknown;
          };
          expect(JSON.parse(normalise(first.data).line)).toEqual(first);
        },
      ),
    );
  });

  it('never throws, and always gives one canonical line, whatever comes', () => {
    const anything = fc.anything({ withUnicodeString: false, withNullPrototype: false }).map((value) => {
      try {
        return JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
      } catch {
        return null;
      }
    });

    fc.assert(
      fc.property(fc.oneof(anything, json, fc.string({ unit: ANY_CHARACTER })), (value) => {
        const { line } = createNormaliser(contextOf(definition))(value);
        expect(line).toBe(canonical(JSON.parse(line)));
        expect(line).not.toContain('\n');
      }),
    );
  });
});

describe('reading JSON', () => {
  it('takes and refuses what JSON.parse does, and gives the same but for digits', () => {
    const almost = fc.oneof(
      fc.json(),
      fc.string(),
      fc.stringMatching(/^[[{"0-9eE.+,:\-\\\]}]{0,40}$/),
      fc.json().map((value) => value.slice(1)),
    );
    const parsed = (parse: () => unknown) => {
      try {
        return { value: parse() };
      } catch {
        return 'refused';
      }
    };

    fc.assert(
      fc.property(almost, (body) => {
        const expected = parsed(() => JSON.parse(body));
        const found = parsed(() => parseJson(body));
        expect(found === 'refused').toBe(expected === 'refused');
        if (found !== 'refused' && parseJson(body).digitsKept === 0) {
          // No generator here writes a name twice into an object.
          expect(found).toEqual({ value: { value: JSON.parse(body), digitsKept: 0, membersLost: 0 } });
        }
      }),
      { numRuns: runs({ fast: 100, full: 500 }) },
    );
  });

  it('keeps every digit of every number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (number) => {
        const { value } = parseJson(`[${number}]`);
        const [kept] = value as [number | string];
        expect(asWritten(kept)).toBe(number);
      }),
    );
  });
});

/** The whole number that a text or a double's shortest text stands for, such as `-1.5e+21`. */
function asWritten(kept: number | string): bigint {
  const [mantissa = '', exponent = '0'] = String(kept).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return BigInt(whole + fraction.padEnd(Number(exponent), '0'));
}

describe('a secret', () => {
  const secretText = fc
    .string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
    .filter((s) => Buffer.byteLength(s) >= 8);

  function place(secrets: string, where: number, spelling: number): unknown {
    const spelled = spellings(secrets)[spelling % spellings(secrets).length] ?? secrets;
    const places = [
      { id: 'x', name: `before ${spelled} after` },
      { id: 'x', owner: spelled },
      { id: spelled },
      { id: 'x', options: { [spelled]: true } },
      { id: 'x', tags: [{ k: spelled }] },
      { id: 'x', [spelled]: 'unknown' },
    ];
    return { key: secrets, ...places[where % places.length] };
  }

  it('that a field is known to hold never comes out of its record, wherever else it stands', () => {
    fc.assert(
      fc.property(secretText, fc.nat(5), fc.nat(20), (secretValue, where, spelling) => {
        // A word that our own lines are made of cannot be told apart from them.
        fc.pre(!/^[\w$:"{},-]*$/.test(secretValue) || /\d/.test(secretValue));
        const context = contextOf(definition);
        const { id, line } = createNormaliser(context)(place(secretValue, where, spelling));

        const scanned = scanRecordLine({ key: id, line }, context);

        expect(context.secrets.isIn(scanned.line)).toBe(false);
        expect(scanned.line).not.toContain(JSON.stringify(secretValue).slice(1, -1));
        expect(context.tally.lines().some(({ rule }) => rule === 'known-secret')).toBe(true);
      }),
      { numRuns: runs({ fast: 100, full: 300 }) },
    );
  });
});
