import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { ListUpTo, Text, TextLike } from '../../common/graphql/input-checks.js';
import { NewPassword } from './passwords/new-password.decorator.js';
import { API_KEY_SCOPES, ROLES, type ApiKeyScope, type Role } from './domain/viewer.js';

export const RoleEnum = Object.fromEntries(ROLES.map((role) => [role, role]));
registerEnumType(RoleEnum, {
  name: 'Role',
  valuesMap: {
    ADMIN: { description: 'Everything, on all accounts.' },
    MANAGER: { description: 'Templates, data models and all conversations of the accounts that they were given.' },
    OPERATOR: {
      description: 'Their conversations, and those that nobody has taken, of the accounts that they were given.',
    },
  },
});

export const ApiKeyScopeEnum = Object.fromEntries(API_KEY_SCOPES.map((scope) => [scope, scope]));
registerEnumType(ApiKeyScopeEnum, { name: 'ApiKeyScope', description: 'What a program with an API key may do.' });

/** One @, a dot after it, and nothing that cannot be seen or was mended. */
export const EMAIL =
  /^[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffd@]+@[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffd@]+\.[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffd@]+$/u;

@InputType()
export class LoginInput {
  @Field() @Text({ max: 320 }) email: string;
  @Field() @Text({ max: 1_000, kind: 'LINES' }) password: string;
}

@InputType()
export class RefreshSessionInput {
  @Field() @Text({ max: 200 }) refreshToken: string;
}

@InputType()
export class CreateUserInput {
  @Field() @Text({ max: 200, kind: 'NAME' }) name: string;
  @Field() @Text({ max: 320 }) @TextLike(EMAIL, 'Not an e-mail address.') email: string;
  @Field({ description: '10 to 1,000 characters.' })
  @NewPassword()
  password: string;
  @Field(() => RoleEnum) role: Role;
  @Field(() => String, {
    nullable: true,
    description:
      'With its country code, such as +14155550100; else read in the country of the setting DEFAULT_COUNTRY.',
  })
  @Text({ max: 40, kind: 'NAME', optional: true })
  phoneNumber?: string | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'The accounts that this person works with. Administrators see all.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
}

@InputType({ description: 'Absent means unchanged. A new password signs the person out everywhere.' })
export class UpdateUserInput {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true }) @Text({ max: 200, kind: 'NAME', optional: true }) name?: string | null;
  @Field(() => String, { nullable: true })
  @Text({ max: 320, optional: true })
  @TextLike(EMAIL, 'Not an e-mail address.')
  email?: string | null;
  @Field(() => String, { nullable: true })
  @NewPassword({ optional: true })
  password?: string | null;
  @Field(() => RoleEnum, { nullable: true }) role?: Role | null;
  @Field(() => String, { nullable: true, description: 'Null takes it away.' })
  @Text({ max: 40, kind: 'NAME', optional: true })
  phoneNumber?: string | null;
  @Field(() => [ID], { nullable: true, description: 'Replaces the whole list.' })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
  @Field(() => Boolean, { nullable: true }) isActive?: boolean | null;
}

@InputType()
export class CreateApiKeyInput {
  @Field() @Text({ max: 200, kind: 'NAME' }) name: string;
  @Field(() => [ApiKeyScopeEnum]) @ListUpTo(API_KEY_SCOPES.length) scopes: ApiKeyScope[];
  @Field(() => [ID], { nullable: true, description: 'Absent: all accounts.' })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Absent: never.' }) expiresAt?: Date | null;
}

@InputType()
export class ApiKeyIdInput {
  @Field(() => ID) apiKeyId: string;
}
