/**
 * People inside a condition, such as a filter's or an audience's: an address anywhere; a telephone number with its
 * country; a literal that someone's id, number or address on the network is compared with. Linear in the text.
 */
import { withholdAddresses } from './addresses.ts';

/** Which of them was found, as the redactions call it. */
export type PersonRule = 'address-in-condition' | 'person-in-condition';

/** `+49 151 2345 6789`: a plus, and eight to fifteen digits with at most two separators between any of them. */
const TELEPHONE = /\+\d(?:[ ().-]{0,2}\d){7,14}(?!\d)/g;

/**
 * `userId = "4711"`, `trait("phone") != '0151 2345'`, `context.ip = "192.0.2.7"`: the literal, behind the name of what
 * tells people apart and what may stand between the two. Only with a digit: `"undefined"` and `"string"` name nobody.
 */
const COMPARED =
  /(?<=\b(?:user_?id|anonymous_?id|phone|phone_?number|telephone|mobile|ip)\b["'`()\]]{0,4}\s{0,3}(?:!=|==?|<>|,)\s{0,3})(["'`])([^"'`\\]{1,256})\1/gi;

/** Returns the text with everything that looks like it names a person replaced. */
export function withholdPeople(text: string, replace: (person: string, rule: PersonRule) => string): string {
  const withoutAddresses = withholdAddresses(text, (address) => replace(address, 'address-in-condition'));
  return withoutAddresses
    .replaceAll(COMPARED, (whole, quote: string, literal: string) =>
      /\d/.test(literal) && !isWithheld(literal)
        ? `${quote}${replace(literal, 'person-in-condition')}${quote}`
        : whole,
    )
    .replaceAll(TELEPHONE, (number) => replace(number, 'person-in-condition'));
}

/** What was withheld as an address a moment ago. */
function isWithheld(literal: string): boolean {
  return literal.startsWith('hmac-sha256:');
}
