/** Settings as they are sealed: each text withheld, with what is no secret of it beside its fingerprint. */
import type { Data } from '../../evidence/records/fields.ts';

export interface WithheldText {
  /** Of the option; in a list, of the list. */
  readonly name: string;
  /** `$host`, `$scheme`, `$region`, `$masked` and the like. */
  readonly facts: Data;
}

/** Returns every withheld value in some settings, at any depth. */
export function withheldIn(settings: unknown): readonly WithheldText[] {
  const found: WithheldText[] = [];
  const visit = (value: unknown, name: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof (value as Data)['$fingerprint'] === 'string') {
      found.push({ name, facts: value as Data });
      return;
    }
    for (const [inner, each] of Object.entries(value)) visit(each, Array.isArray(value) ? name : inner);
  };
  visit(settings, '');
  return found;
}
