import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { ListUpTo, Text, TextLike } from '../../common/graphql/input-checks.js';
import { NewPassword } from './passwords/new-password.decorator.js';
import { API_KEY_SCOPES, ROLES, type ApiKeyScope, type Role } from './domain/viewer.js';
import { because } from '../../common/errors/because.js';

export const RoleEnum = Object.fromEntries(ROLES.map((role) => [role, role]));
registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'Role of a person: what they may do.',
  valuesMap: {
    ADMIN: { description: 'Administrators: everything, on all accounts.' },
    MANAGER: {
      description: 'Managers: templates, data models and all conversations of the accounts that they were given.',
    },
    OPERATOR: {
      description:
        'Operators: their conversations, and those that nobody has taken, of the accounts that they were given.',
    },
  },
});

export const ApiKeyScopeEnum = Object.fromEntries(API_KEY_SCOPES.map((scope) => [scope, scope]));
registerEnumType(ApiKeyScopeEnum, {
  name: 'ApiKeyScope',
  description: 'Scope of an API key: what a program may do, on the accounts that its key is limited to.',
  valuesMap: {
    ACCOUNTS_READ: {
      description: "Read accounts, phone numbers, labels, colleagues' names, statistics and the error catalogue.",
    },
    ACCOUNTS_WRITE: {
      description:
        'Connect and change accounts, test connections, read verify tokens and histories; includes ACCOUNTS_READ.',
    },
    CONVERSATIONS_READ: { description: 'Read conversations, messages, contacts and broadcasts, and search them.' },
    CONVERSATIONS_WRITE: {
      description:
        'Assign, close, label and annotate conversations, block contacts, keep canned replies; includes CONVERSATIONS_READ.',
    },
    EVENTS_READ: { description: 'Follow live events of accounts and conversations by subscriptions.' },
    MESSAGES_SEND: {
      description:
        'Send messages, templates and broadcasts, upload files, read templates and records, and follow what the key itself has sent.',
    },
    METRICS_READ: {
      description: 'Read GET /metrics: figures of the whole installation, whatever accounts the key is for.',
    },
    RECORDS_WRITE: { description: 'Keep data models and records, and read them.' },
    TEMPLATES_READ: { description: 'Read templates, the library, data models and records.' },
    TEMPLATES_WRITE: {
      description: 'Write, submit, synchronise and delete templates, and upload samples; includes TEMPLATES_READ.',
    },
    WEBHOOKS_ADMIN: {
      description: 'Read and replay the webhooks that Meta sent, and keep webhook endpoints of other systems.',
    },
  },
});

/** One @, a dot after it, and nothing that cannot be seen or was mended. */
export const EMAIL =
  /^[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffd@]+@[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffd@]+\.[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffd@]+$/u;

@InputType({ description: 'E-mail and password of a person, with the code of their second factor.' })
export class LoginInput {
  @Field({ description: 'E-mail address of the person, in whatever case.' }) @Text({ max: 320 }) email: string;
  @Field({ description: 'Password of the person.' }) @Text({ max: 1_000, kind: 'LINES' }) password: string;
  @Field(() => String, {
    nullable: true,
    description:
      'Code of the second factor: six digits that the app shows now, or a recovery code; each counts once. Without one, a person who needs it is refused: TWO_FACTOR_CODE_REQUIRED.',
  })
  @Text({ max: 40, optional: true })
  code?: string | null;
}

@InputType({ description: 'Refresh token of a session.' })
export class RefreshSessionInput {
  @Field({ description: 'Refresh token that login or refreshSession answered last.' })
  @Text({ max: 200 })
  refreshToken: string;
}

@InputType({ description: 'Person to be added.' })
export class CreateUserInput {
  @Field({ description: 'Name that colleagues see, 1 to 200 characters.' })
  @Text({ max: 200, kind: 'NAME' })
  name: string;
  @Field({ description: 'E-mail address to sign in with, up to 320 characters; DUPLICATE where somebody has it.' })
  @Text({ max: 320 })
  @TextLike(EMAIL, because('EMAIL_FORM'))
  email: string;
  @Field({
    description:
      'Password to begin with: 10 to 1,000 characters, and none of those that were leaked most often (PASSWORD_LEAKED), else INVALID_INPUT or TOO_LONG.',
  })
  @NewPassword()
  password: string;
  @Field(() => RoleEnum, { description: 'Role of the person.' }) role: Role;
  @Field(() => String, {
    nullable: true,
    description:
      'Phone number with its country code, such as +14155550100; else read in the country of the setting DEFAULT_COUNTRY. PHONE_INVALID where it cannot be read.',
  })
  @Text({ max: 40, kind: 'NAME', optional: true })
  phoneNumber?: string | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'UUIDs of the accounts that this person works with, up to 1,000. Administrators see all.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
}

@InputType({
  description: 'Person, and what changes: absent means unchanged. A new password signs the person out everywhere.',
})
export class UpdateUserInput {
  @Field(() => ID, { description: 'UUID of the user, else NOT_FOUND.' }) id: string;
  @Field(() => String, { description: 'Name that colleagues see, 1 to 200 characters.', nullable: true })
  @Text({ max: 200, kind: 'NAME', optional: true })
  name?: string | null;
  @Field(() => String, {
    description: 'E-mail address to sign in with; DUPLICATE where somebody else has it.',
    nullable: true,
  })
  @Text({ max: 320, optional: true })
  @TextLike(EMAIL, because('EMAIL_FORM'))
  email?: string | null;
  @Field(() => String, {
    description:
      'New password: 10 to 1,000 characters, and none of those that were leaked most often (PASSWORD_LEAKED), else INVALID_INPUT or TOO_LONG.',
    nullable: true,
  })
  @NewPassword({ optional: true })
  password?: string | null;
  @Field(() => RoleEnum, { description: 'Role of the person.', nullable: true }) role?: Role | null;
  @Field(() => String, { nullable: true, description: 'Phone number, as in createUser; null takes it away.' })
  @Text({ max: 40, kind: 'NAME', optional: true })
  phoneNumber?: string | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'UUIDs of the accounts that this person works with, up to 1,000: replaces the whole list.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
  @Field(() => Boolean, {
    description: 'Whether the person may sign in; false ends all their sessions.',
    nullable: true,
  })
  isActive?: boolean | null;
}

@InputType({ description: 'API key to be made for a program.' })
export class CreateApiKeyInput {
  @Field({ description: 'Name of the key, 1 to 200 characters.' }) @Text({ max: 200, kind: 'NAME' }) name: string;
  @Field(() => [ApiKeyScopeEnum], { description: 'Scopes of the key: give it the least that the program needs.' })
  @ListUpTo(API_KEY_SCOPES.length)
  scopes: ApiKeyScope[];
  @Field(() => [ID], {
    nullable: true,
    description:
      'UUIDs of the accounts that the key is limited to, up to 1,000. Absent: all accounts, also later ones.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Time at which the key ends by itself. Absent: never.' })
  expiresAt?: Date | null;
}

@InputType({ description: 'API key that the call is about.' })
export class ApiKeyIdInput {
  @Field(() => ID, { description: 'UUID of an API key, else NOT_FOUND.' }) apiKeyId: string;
}

@InputType({ description: 'Conditions on users: all hold together.' })
export class UserFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Words in names, and in e-mails and phone numbers where the viewer may read them: administrators. Blank: everybody.',
  })
  search?: string | null;
}
