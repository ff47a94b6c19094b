/** Lists that the server empties, with a 200, for a token that may not see what is in them. Only counted here. */
import type { HideableField } from '../../schemas/resource.ts';
import { type FieldVisibility, hasContent } from '../evidence/field-visibility.ts';
import { isObject } from '../evidence/json.ts';

/** Takes note of what each record of a resource shows of such a list. */
export class VisibilityTally implements FieldVisibility {
  some = 0;
  hidden = 0;
  readonly doubtful: string[] = [];
  readonly #definition: HideableField;

  constructor(definition: HideableField) {
    this.#definition = definition;
  }

  /** Takes a record as Segment gave it. */
  note(record: Readonly<Record<string, unknown>>): void {
    const { field, mostly, always } = this.#definition;
    if (hasContent(record[field])) {
      this.some += 1;
    } else if (valueAt(record, mostly.path) === mostly.equals) {
      const { id } = record;
      this.doubtful.push(typeof id === 'string' ? id : '');
    } else if (holdsWord(valueAt(record, always.path), always.words)) {
      this.hidden += 1;
    }
  }
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), record);
}

function holdsWord(list: unknown, words: readonly string[]): boolean {
  const inOneCase = (text: unknown) => (typeof text === 'string' ? text.trim().toLowerCase() : undefined);
  const wanted = new Set(words.map(inOneCase));
  return Array.isArray(list) && list.some((item) => wanted.has(inOneCase(item) ?? ''));
}
