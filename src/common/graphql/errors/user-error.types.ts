import { Field, Int, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../date-time.scalar.js';
import { USER_ERROR_CODES, type Problem, type UserErrorCode } from '../../errors/domain-error.js';

export const UserErrorCodeEnum = Object.fromEntries(USER_ERROR_CODES.map((code) => [code, code]));
registerEnumType(UserErrorCodeEnum, {
  name: 'UserErrorCode',
  description: 'What is wrong, for programs. Stable: codes are added, never changed.',
  valuesMap: {
    INVALID_INPUT: { description: 'A value is not allowed here; the message says why.' },
    REQUIRED: { description: 'A value is missing or blank.' },
    TOO_LONG: { description: 'A text or list is longer than `limit`.' },
    TOO_SHORT: { description: 'A text is shorter than `limit`.' },
    INVALID_FORMAT: { description: 'A text is not in the form that is asked for.' },
    DUPLICATE: { description: 'Something like this exists already.' },
    NOT_FOUND: { description: 'There is nothing with this id, or the caller may not see it.' },
    CONFLICT: {
      description: 'It contradicts what has been done before, such as an idempotency key used for other content.',
    },
    NOT_ALLOWED_NOW: { description: 'The present state does not allow it; see allowedActions.' },
    WINDOW_CLOSED: { description: 'The customer last wrote more than 24 hours ago: only a template may be sent.' },
    OPTED_OUT: { description: 'The customer does not want such messages.' },
    PHONE_INVALID: {
      description:
        'Not read as a phone number that is in use; the message says why, `suggestion` what was perhaps meant, and checkPhoneNumbers more.',
    },
    META_REFUSED: { description: 'Meta refused; see refusal.' },
    META_UNREACHABLE: { description: 'Meta did not answer. Try again later.' },
    RATE_LIMITED: { description: 'Too many attempts. Try again after retryAfterSeconds.' },
  },
});

@InterfaceType({
  description: 'Something that the caller can put right.',
  resolveType: ({ code }: Problem) => TYPE_NAMES[code] ?? 'InvalidInputError',
})
export abstract class UserError {
  @Field(() => UserErrorCodeEnum, { description: 'What is wrong, for programs.' })
  code: UserErrorCode;
  @Field({ description: 'One sentence, fit to be shown to a person.' })
  message: string;
  @Field(() => [String], { nullable: true, description: 'Where in the input, such as ["content", "text", "body"].' })
  path?: string[] | null;
}

@ObjectType({ implements: () => [UserError] })
export class InvalidInputError extends UserError {
  @Field(() => Int, { nullable: true, description: 'The limit that was passed, where there is one.' })
  limit?: number;
  @Field(() => String, {
    nullable: true,
    description:
      'What was perhaps meant, for a person to confirm, such as a phone number in E.164. Absent where the answer is that of an earlier request.',
  })
  suggestion?: string;
}

@ObjectType({ implements: () => [UserError] })
export class NotAllowedNowError extends UserError {
  @Field(() => [String], { description: 'What the caller can do instead.' })
  allowedActions: string[];
}

@ObjectType({ implements: () => [UserError] })
export class WindowClosedError extends UserError {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the service window closed; null if it never was open.',
  })
  closedAt: Date | null;
}

@ObjectType({ implements: () => [UserError], description: 'Too much in a short time: the same is accepted later.' })
export class RateLimitedError extends UserError {
  @Field(() => Int, {
    nullable: true,
    description:
      'Whole seconds after which it may be tried again, as in the header Retry-After; null where nobody can tell.',
  })
  retryAfterSeconds: number | null;
}

/** Concrete types that nothing else in the schema mentions. MetaRefusedError belongs to them, and stands with its refusal. */
export const USER_ERROR_TYPES = [InvalidInputError, NotAllowedNowError, WindowClosedError, RateLimitedError];

/** Types of the codes that bring more than a limit. */
const TYPE_NAMES: Partial<Record<UserErrorCode, string>> = {
  NOT_ALLOWED_NOW: 'NotAllowedNowError',
  WINDOW_CLOSED: 'WindowClosedError',
  META_REFUSED: 'MetaRefusedError',
  RATE_LIMITED: 'RateLimitedError',
};
