import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import { PhoneNumberScalar } from '../../../common/graphql/scalars.js';
import { PHONE_NUMBER_PROBLEMS, type PhoneNumberProblem } from '../../../common/phone-numbers/phone-number-problem.js';

const PhoneNumberProblemEnum = Object.fromEntries(PHONE_NUMBER_PROBLEMS.map((code) => [code, code]));
registerEnumType(PhoneNumberProblemEnum, {
  name: 'PhoneNumberProblemCode',
  description: 'Why a text is not read as a phone number. Stable: codes are added, never changed.',
  valuesMap: {
    EMPTY: { description: 'Nothing that can be seen.' },
    NOT_A_NUMBER: { description: 'Something else than one phone number.' },
    SPREADSHEET: { description: 'A spreadsheet has made a decimal of it: .0, or 4.9E+12.' },
    EXTENSION: { description: 'It has an extension, which WhatsApp does not reach.' },
    COUNTRY_MISSING: { description: 'No + or 00, and no default country.' },
    COUNTRY_UNKNOWN: { description: 'No country has the code that it begins with.' },
    TRUNK_ZERO: { description: 'After the country code stands a zero that belongs to national numbers only.' },
    TOO_SHORT: { description: 'Too short for its country.' },
    TOO_LONG: { description: 'Too long for its country.' },
    NOT_IN_USE: { description: 'Its country has no number like this.' },
    AMBIGUOUS: { description: 'Digits that are a number of the default country, and with a + one of another.' },
  },
});

@InputType({ description: 'Phone numbers as people or programs wrote them, for one account.' })
export class CheckPhoneNumbersInput {
  @Field(() => ID, { description: 'The account whose default country and contacts count.' }) accountId: string;
  @Field(() => [String], { description: 'Up to 1,000, in any form.' })
  @ListUpTo(1_000)
  @TextField('NAME')
  phoneNumbers: string[];
}

@ObjectType('PhoneNumberProblem', { description: 'Why a text is not read as a phone number.' })
export class PhoneNumberProblemType {
  @Field(() => PhoneNumberProblemEnum, { description: 'For programs.' }) code: PhoneNumberProblem;
  @Field({ description: 'One sentence, fit to be shown to a person.' }) message: string;
}

@ObjectType('PhoneNumberCheck', { description: 'How a phone number is read, by every operation that takes one.' })
export class PhoneNumberCheckType {
  contactId: string | null;
  @Field({ description: 'As it was given.' }) given: string;
  @Field({ description: 'Whether messages can be addressed to it. Not whether it is on WhatsApp.' }) valid: boolean;
  @Field(() => PhoneNumberScalar, { nullable: true, description: 'How it is read; null: it is refused.' })
  phoneNumber: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'ISO 3166-1 alpha-2, such as DE; null: refused, or no country’s number.',
  })
  country: string | null;
  @Field(() => PhoneNumberProblemType, { nullable: true, description: 'Why it is refused.' })
  problem: PhoneNumberProblemType | null;
  @Field(() => PhoneNumberScalar, {
    nullable: true,
    description: 'Of one that is refused: what was perhaps meant, for a person to confirm.',
  })
  suggestion: string | null;
}
