import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { connectionOf } from '../../common/graphql/pagination/connection.js';
import { Node } from '../../common/graphql/pagination/node.type.js';
import { Payload } from '../../common/graphql/errors/payload.js';
import type { ApiKeyScope, Role } from './domain/viewer.js';
import { ApiKeyScopeEnum, RoleEnum } from './user.inputs.js';

@ObjectType('User', { implements: () => [Node], description: 'A person who works with Parley.' })
export class UserType extends Node {
  @Field() name: string;
  /** Answered by a field of the resolver: not everybody may read it. So is the phone number. */
  email: string;
  phoneNumber: string | null;
  @Field(() => RoleEnum) role: Role;
  @Field({ description: 'Someone who is not active cannot sign in and is not notified.' }) isActive: boolean;
  @Field(() => DateTimeScalar) createdAt: Date;
  /** Set where the person is who has just signed in, and no viewer is known yet. */
  isViewer?: boolean;
}

@ObjectType()
export class UserConnection extends connectionOf(UserType, 'User') {}

@ObjectType('ApiKey', { implements: () => [Node], description: 'The key of a program.' })
export class ApiKeyType extends Node {
  @Field() name: string;
  @Field({ description: 'The last 4 characters of the secret.' }) hint: string;
  @Field(() => [ApiKeyScopeEnum]) scopes: ApiKeyScope[];
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'To the minute.' }) lastUsedAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true }) expiresAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true }) revokedAt: Date | null;
}

@ObjectType()
export class SessionPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'To be sent as Authorization: Bearer, until expiresAt.' })
  accessToken: string | null;
  @Field(() => String, { nullable: true, description: 'Good for one refreshSession, within SESSION_IDLE_DAYS (30).' })
  refreshToken: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access token ends.' })
  expiresAt: Date | null;
  @Field(() => UserType, { nullable: true }) user: UserType | null;
}

@ObjectType()
export class LogoutPayload extends Payload {}

@ObjectType()
export class UserPayload extends Payload {
  @Field(() => UserType, { nullable: true }) user: UserType | null;
}

@ObjectType()
export class CreateApiKeyPayload extends Payload {
  @Field(() => ApiKeyType, { nullable: true }) apiKey: ApiKeyType | null;
  @Field(() => String, { nullable: true, description: 'Shown this once.' }) secret: string | null;
}

@ObjectType()
export class ApiKeyPayload extends Payload {
  @Field(() => ApiKeyType, { nullable: true }) apiKey: ApiKeyType | null;
}
