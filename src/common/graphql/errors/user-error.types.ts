import { Field, Int, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../date-time.scalar.js';
import { JsonScalar } from '../scalars.js';
import type { ReasonValues } from '../../errors/because.js';
import { USER_ERROR_CODES, type Problem, type UserErrorCode } from '../../errors/domain-error.js';

export const UserErrorCodeEnum = Object.fromEntries(USER_ERROR_CODES.map((code) => [code, code]));
registerEnumType(UserErrorCodeEnum, {
  name: 'UserErrorCode',
  description: 'Code of what is wrong, for programs. Stable: codes are added, never changed.',
  valuesMap: {
    INVALID_INPUT: { description: 'Value that is not allowed here; the message says why.' },
    REQUIRED: { description: 'Value that is missing or blank.' },
    TOO_LONG: { description: 'Text or list that is longer than `limit`.' },
    TOO_SHORT: { description: 'Text that is shorter than `limit`.' },
    INVALID_FORMAT: { description: 'Text that is not in the form that is asked for.' },
    DUPLICATE: { description: 'Something like this exists already.' },
    NOT_FOUND: { description: 'Nothing has this id, or the caller may not see it.' },
    CONFLICT: {
      description: 'Contradiction to what has been done before, such as an idempotency key used for other content.',
    },
    NOT_ALLOWED_NOW: { description: 'Present state does not allow it; see allowedActions.' },
    WINDOW_CLOSED: { description: 'Customer last wrote more than 24 hours ago: only a template may be sent.' },
    OPTED_OUT: { description: 'Customer does not want such messages.' },
    PHONE_INVALID: {
      description:
        'Text that is not read as a phone number in use; the message says why, `suggestion` what was perhaps meant, and checkPhoneNumbers more.',
    },
    META_REFUSED: { description: 'Meta refused; see refusal.' },
    META_UNREACHABLE: { description: 'Meta did not answer. Try again later.' },
    RATE_LIMITED: { description: 'Too many attempts. Try again after retryAfterSeconds.' },
    TEMPLATE_NOT_PERMITTED: { description: 'Template that is limited to other users: see Template.allowedUsers.' },
    TEMPLATE_NOT_SENDABLE: {
      description: 'Template that is not approved, or cannot be sent from here: see Template.sendingProblems.',
    },
    VARIABLE_MISSING: { description: 'Variable that has neither value nor fallback.' },
  },
});

@InterfaceType({
  description: 'Error that the caller can put right.',
  resolveType: ({ code }: Problem) => TYPE_NAMES[code] ?? 'InvalidInputError',
})
export abstract class UserError {
  @Field(() => UserErrorCodeEnum, { description: 'Code of what is wrong, for programs.' })
  code: UserErrorCode;
  @Field({ description: 'Sentence on what is wrong, fit to be shown to a person.' })
  message: string;
  @Field(() => String, {
    nullable: true,
    description:
      'Reason, finer than the code: stable, for programs that say it in their own words (docs/refusals.md lists all). Null of what was refused before there were reasons.',
  })
  reason?: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Values of the reason by name, texts or numbers, such as {"limit": 20}; null without a reason.',
  })
  values?: ReasonValues | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Path in the input, such as ["content", "text", "body"]; null where it is about no field.',
  })
  path?: string[] | null;
}

@ObjectType({ description: 'Input that is not accepted; nothing was done with it.', implements: () => [UserError] })
export class InvalidInputError extends UserError {
  @Field(() => Int, {
    nullable: true,
    description: 'Limit that was passed, in characters, entries or the unit of the field; null where there is none.',
  })
  limit?: number;
  @Field(() => String, {
    nullable: true,
    description:
      'Suggestion of what was perhaps meant, for a person to confirm, such as a phone number in E.164. Null without one, and where the answer is that of an earlier request.',
  })
  suggestion?: string;
}

@ObjectType({
  description: 'Call that the present state does not allow (NOT_ALLOWED_NOW).',
  implements: () => [UserError],
})
export class NotAllowedNowError extends UserError {
  @Field(() => [String], { description: 'Names of mutations or actions that the caller can use instead; empty: none.' })
  allowedActions: string[];
}

@ObjectType({
  description: 'Service window that is closed (WINDOW_CLOSED): only a template may be sent.',
  implements: () => [UserError],
})
export class WindowClosedError extends UserError {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the service window closed; null if it never was open.',
  })
  closedAt: Date | null;
}

@ObjectType({
  implements: () => [UserError],
  description: 'Too much in a short time (RATE_LIMITED): the same is accepted later.',
})
export class RateLimitedError extends UserError {
  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds, whole ones, after which it may be tried again, as in the header Retry-After; null where nobody can tell.',
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
