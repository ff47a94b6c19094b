/** Terms of data that must never be sent, or only under narrow conditions: parameters of every check that looks for it. */
import * as z from 'zod';

export const prohibitedShape = {
  redDictionary: z
    .array(z.string())
    .default(
      'password passwd pin secret access_token auth_token ssn social_security credit_card card_number pan cvv cvc track_data passport_number bank_account iban'.split(
        ' ',
      ),
    )
    .describe('Terms that end the name of a property that must not be, whole words.'),
};

export const specialShape = {
  specialDictionary: z
    .array(z.string())
    .default(
      'diagnosis medication allergy condition_code procedure icd npi patient religion ethnicity race sexual_orientation disability biometric union_member pregnan'.split(
        ' ',
      ),
    )
    .describe(
      'Terms that end the name of a property of special data; of six letters and more, beginnings of words.',
    ),
};
