/**
 * Withholding. Replaces what must not be kept by something that shows that it was there,
 * and counts each replacement by place and rule, so that an auditor sees what was left out.
 */
import type { RedactionLine } from '../../schemas/lines.ts';
import { canonical } from './canonical.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { isObject } from './json.ts';
import type { SecretSet } from './secret-set.ts';
import { readSettingFacts, SECRET_NAME } from './setting-facts.ts';

export interface RedactContext {
  readonly fingerprints: Fingerprinter;
  readonly tally: RedactionTally;
  /** Secrets met on the way, for the last scan of the finished bytes. */
  readonly secrets: SecretSet;
}

/** More different places than a schema has: from here on they are counted under `*`. */
const MOST_PLACES = 1_000;

/** Deeper than any real settings; what is below is withheld whole, so nothing can exhaust the stack. */
export const MAX_DEPTH = 100;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Counts withheld values of one resource by place, rule and action. */
export class RedactionTally {
  readonly #resource: string;
  readonly #lines = new Map<string, Mutable<RedactionLine>>();

  constructor(resource: string) {
    this.#resource = resource;
  }

  /** Counts one withheld value. `pointer` is RFC 6901 with `*` for any index or key. */
  add(pointer: string, rule: string, action: RedactionLine['action']): void {
    const key = `${rule}\0${action}\0${pointer}`;
    const known = this.#lines.get(key);
    if (known !== undefined) {
      known.count += 1;
    } else if (this.#lines.size >= MOST_PLACES && pointer !== '/*') {
      this.add('/*', rule, action);
    } else {
      this.#lines.set(key, { resource: this.#resource, pointer, rule, action, count: 1 });
    }
  }

  /** Counts on from what was counted before of the same resource. */
  restore(line: RedactionLine): void {
    this.#lines.set(`${line.rule}\0${line.action}\0${line.pointer}`, line);
  }

  lines(): readonly RedactionLine[] {
    return [...this.#lines.values()].map((line) => ({ ...line }));
  }
}

const LONGEST_NAME_IN_POINTER = 100;

/** Returns one step of an RFC 6901 pointer; a name too long to be a field's name is written as `*`. */
export function escapePointer(name: string): string {
  if (name.length > LONGEST_NAME_IN_POINTER) return '*';
  return name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Returns a value as its type and the keyed fingerprint of its RFC 8785 bytes:
 *
 *     {"$fingerprint":"hmac-sha256:9f2c1a07:…","$type":"string"}
 *
 * Equal values stay recognisable as equal; nothing else of them is kept. Withheld in this place only:
 * what no one knows the meaning of is no reason to look for the same text elsewhere.
 */
export function withholdUnknown(
  value: unknown,
  pointer: string,
  rule: string,
  { fingerprints, tally }: RedactContext,
): unknown {
  const bytes = canonicalOrNothing(value);
  tally.add(pointer, rule, bytes === undefined ? 'drop' : 'fingerprint');
  return {
    ...(bytes === undefined ? {} : { $fingerprint: fingerprints.of('segment/setting', bytes) }),
    $type: typeName(value),
  };
}

/** Nested deeper than the stack is, or not Unicode text: then not even a fingerprint can be made. */
function canonicalOrNothing(value: unknown): string | undefined {
  try {
    return canonical(value);
  } catch {
    return undefined;
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/**
 * Returns settings with every string withheld: no catalogue entry says which of them are secret. What is no
 * secret of a string stands next to its fingerprint:
 *
 *     {"$fingerprint":"hmac-sha256:9f2c1a07:…","$host":"hooks.slack.com","$scheme":"https"}
 *
 * Booleans, null and numbers are kept, unless the option's name says that the value is a secret.
 * Option names are kept: they say what is configured.
 */
export function withholdSettings(
  settings: unknown,
  pointer: string,
  context: RedactContext,
  onMended: () => void,
): unknown {
  const { secrets } = context;

  const visit = (name: string, value: unknown, place: string, depth: number): unknown => {
    if (typeof value === 'string') return withholdSetting(name, value, place, context);
    if (typeof value === 'number' && SECRET_NAME.test(name)) {
      secrets.suspect(String(value));
      return withholdUnknown(value, place, 'setting', context);
    }
    if (depth >= MAX_DEPTH) return withholdUnknown(value, place, 'too-deep', context);
    if (Array.isArray(value)) return value.map((item) => visit(name, item, `${place}/*`, depth + 1));
    return isObject(value) ? members(value, place, depth + 1) : value;
  };

  const members = (object: Readonly<Record<string, unknown>>, place: string, depth: number): unknown =>
    Object.fromEntries(
      Object.entries(object).map(([name, value]) => {
        if (!name.isWellFormed()) onMended();
        return [name.toWellFormed(), visit(name, value, `${place}/*`, depth)];
      }),
    );

  return isObject(settings) ? members(settings, pointer, 0) : visit('', settings, pointer, 0);
}

/** Returns a text of settings as its fingerprint and what is no secret of it. An empty one says only that nothing is set. */
export function withholdSetting(
  name: string,
  value: string,
  pointer: string,
  { fingerprints, tally, secrets }: RedactContext,
): unknown {
  if (value === '') return value;
  const { facts, isSuspect } = readSettingFacts(name, value);
  if (isSuspect) secrets.suspect(value);
  tally.add(pointer, 'setting', 'fingerprint');
  return { $fingerprint: fingerprints.of('segment/setting', value), ...facts };
}
