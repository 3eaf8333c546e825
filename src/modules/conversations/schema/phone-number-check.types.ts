import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import { PhoneNumberScalar } from '../../../common/graphql/scalars.js';
import { PHONE_NUMBER_PROBLEMS, type PhoneNumberProblem } from '../../../common/phone-numbers/phone-number-problem.js';

const PhoneNumberProblemEnum = Object.fromEntries(PHONE_NUMBER_PROBLEMS.map((code) => [code, code]));
registerEnumType(PhoneNumberProblemEnum, {
  name: 'PhoneNumberProblemCode',
  description:
    'Code of a problem for which a text is not read as a phone number. Stable: codes are added, never changed.',
  valuesMap: {
    EMPTY: { description: 'Nothing that can be seen.' },
    NOT_A_NUMBER: { description: 'Something else than one phone number.' },
    SPREADSHEET: { description: 'Spreadsheet has made a decimal of the number: .0, or 4.9E+12.' },
    EXTENSION: { description: 'Extension in the number, which WhatsApp does not reach.' },
    COUNTRY_MISSING: { description: 'Number without + or 00, and no default country.' },
    COUNTRY_UNKNOWN: { description: 'Country code that no country has.' },
    TRUNK_ZERO: { description: 'Zero after the country code that belongs to national numbers only.' },
    TOO_SHORT: { description: 'Number that is too short for its country.' },
    TOO_LONG: { description: 'Number that is too long for its country.' },
    NOT_IN_USE: { description: 'Number like this does not exist in its country.' },
    AMBIGUOUS: { description: 'Digits that are a number of the default country, and with a + one of another.' },
  },
});

@InputType({ description: 'Phone numbers as people or programs wrote them, for one account.' })
export class CheckPhoneNumbersInput {
  @Field(() => ID, {
    description:
      'UUID of the account whose default country and contacts count; NOT_FOUND where the viewer may not see it.',
  })
  accountId: string;
  @Field(() => [String], { description: 'Phone numbers in any form, up to 1,000.' })
  @ListUpTo(1_000)
  @TextField('NAME')
  phoneNumbers: string[];
}

@ObjectType('PhoneNumberProblem', { description: 'Problem for which a text is not read as a phone number.' })
export class PhoneNumberProblemType {
  @Field(() => PhoneNumberProblemEnum, { description: 'Code of the problem, for programs.' }) code: PhoneNumberProblem;
  @Field({ description: 'Sentence on the problem, fit to be shown to a person.' }) message: string;
}

@ObjectType('PhoneNumberCheck', { description: 'Phone number, and how it is read by every operation that takes one.' })
export class PhoneNumberCheckType {
  contactId: string | null;
  @Field({ description: 'Text as it was given.' }) given: string;
  @Field({ description: 'Whether messages can be addressed to it. Not whether it is on WhatsApp.' }) valid: boolean;
  @Field(() => PhoneNumberScalar, { nullable: true, description: 'Phone number as it is read; null: it is refused.' })
  phoneNumber: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Country by ISO 3166-1 alpha-2, such as DE; null: refused, or no country’s number.',
  })
  country: string | null;
  @Field(() => PhoneNumberProblemType, {
    nullable: true,
    description: 'Problem for which it is refused; null: it is not.',
  })
  problem: PhoneNumberProblemType | null;
  @Field(() => PhoneNumberScalar, {
    nullable: true,
    description:
      'Suggestion of what was perhaps meant by one that is refused, for a person to confirm; null without one.',
  })
  suggestion: string | null;
}
