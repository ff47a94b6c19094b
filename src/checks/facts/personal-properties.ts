/** Which properties hold data about people, as their names tell. */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { toTermFinder } from './data-terms.ts';
import type { Finder } from './named-properties.ts';

const TERMS =
  'email phone mobile_number first_name last_name full_name fname lname address street city zip postal_code birthdate birthday date_of_birth dob gender ip mac passport license photo salary citizenship device_id advertising_id idfa idfv';

/** The parameter of every check that asks for personal data by name. */
export const personalShape = {
  piiDictionary: z
    .array(z.string())
    .default(TERMS.split(' '))
    .describe('Whole words that tell of personal data where the name of a property ends in them.'),
};

/** Returns the terms that a check was asked with; where it was asked none, the usual ones. */
export const personalTerms = (given: Readonly<Record<string, unknown>>): readonly string[] =>
  z.object(personalShape).parse(given).piiDictionary;

/** A trait of these names is a person's, though a property may be a product's. */
const PERSONS: ReadonlySet<string> = new Set(['name']);

/** Returns by which term a property holds data about people. */
export function findPersonal(terms: readonly string[]): Finder {
  const termOf = toTermFinder(terms);
  return ({ name, place, isLeaf, path }, { data }) => {
    const isTrait = place === 'traits' && path === `traits.${name}` && textAt(data, 'type') !== 'GROUP';
    if (isTrait && PERSONS.has(name.toLowerCase())) return 'the name of a person';
    return isLeaf ? termOf(name) : undefined;
  };
}
