/** Texts as OSCAL has them: properties, which are one line, and markup, in which a stranger's text is no markup. */
import { oneLine } from './plain-strings.ts';

const NAMES = 'urn:segment-evidence:oscal:v1';

export interface Property {
  readonly name: string;
  readonly ns: string;
  readonly class?: string;
  readonly value: string;
}

/** Returns a property of ours, or none of what is not there or is empty, as no property can be. */
export function property(
  name: string,
  value: string | number | null | undefined,
  kind?: string,
): readonly Property[] {
  const text = oneLine(String(value ?? '')).trim();
  if (text === '') return [];
  return [{ name, ns: NAMES, ...(kind === undefined ? {} : { class: kind }), value: text }];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Returns a text so that it reads the same where markup is shown: OSCAL takes titles, descriptions and remarks for Markdown. */
export const markup = (text: string): string =>
  text
    .replace(/[\\`*_~^[\]{}|#$!]/g, '\\$&')
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);

/** Returns a list, or nothing where it is empty: OSCAL has no empty lists. */
export const listed = <Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): { readonly [Key in Name]?: readonly Item[] } =>
  (items.length === 0 ? {} : { [name]: items }) as { readonly [Key in Name]?: readonly Item[] };
