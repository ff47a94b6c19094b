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
    .describe('Whole words that tell of prohibited data where the name of a property ends in them.'),
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
      'Words that tell of special categories of data where the name of a property ends in them. One of six letters or more also stands for longer words that begin with it.',
    ),
};
