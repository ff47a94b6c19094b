/** What must hold from line to line of a JSON Lines file, and what its lines come to. */
import { INPUT_FILE_ID } from '../../schemas/inputs.ts';
import type { MaybePromise } from '../crypto/port.ts';
import { IdDigest } from '../evidence/id-digest.ts';
import { isObject } from '../evidence/json.ts';
import type { Problem } from './failure.ts';

/** A rule that looks from line to line. Gets only lines that fit their schema. */
export interface LineRule {
  /** Returns what is wrong with the line, in a few words. */
  line(value: Readonly<Record<string, unknown>>, text: string): string | undefined;
  total?(): number;
  /** Digest of what was counted. Called once, at the end. */
  idsSha256?(): MaybePromise<string>;
  /** Returns what all lines together are wrong in. */
  end?(): readonly Problem[];
}

/** Records by id in UTF-16 code units, then by line, none twice. */
export class RecordOrder implements LineRule {
  #last: { readonly id: string; readonly text: string } | undefined;
  readonly #ids = new IdDigest();
  #distinct = 0;

  line(value: Readonly<Record<string, unknown>>, text: string): string | undefined {
    const id = String(value['id']);
    const last = this.#last;
    this.#last = { id, text };
    if (last?.id !== id) {
      this.#distinct += 1;
      this.#ids.add(id);
    }
    if (last === undefined || last.id < id || (last.id === id && last.text < text)) return undefined;
    return last.text === text ? 'the previous line again' : 'a record that sorts before the previous line';
  }

  total(): number {
    return this.#distinct;
  }

  idsSha256(): MaybePromise<string> {
    return this.#ids.end();
  }
}

/** Records in order, and among them the one of the file itself, which counts the others. */
export class InputOrder implements LineRule {
  readonly #order = new RecordOrder();
  #said: unknown;

  line(value: Readonly<Record<string, unknown>>, text: string): string | undefined {
    if (value['id'] === INPUT_FILE_ID && isObject(value['data'])) this.#said = value['data']['records'];
    return this.#order.line(value, text);
  }

  end(): readonly Problem[] {
    const others = this.#order.total() - (this.#said === undefined ? 0 : 1);
    if (this.#said === others) return [];
    const expected = `${others}, as there are besides the line of the file`;
    return [{ what: 'count records', expected, found: String(this.#said ?? 'no such line') }];
  }
}

/** A line per resource, field and rule; the sum is how many places were withheld. */
export class RedactionSum implements LineRule {
  readonly #seen = new Set<string>();
  #sum = 0;

  line({ resource, pointer, rule, action, count }: Readonly<Record<string, unknown>>): string | undefined {
    this.#sum += Number(count);
    const key = JSON.stringify([resource, pointer, rule, action]);
    if (this.#seen.has(key)) return 'a field and rule that another line already has';
    this.#seen.add(key);
    return undefined;
  }

  total(): number {
    return this.#sum;
  }
}
