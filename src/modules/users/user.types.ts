import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { countedConnectionOf } from '../../common/graphql/pagination/counted-connection.js';
import { Node } from '../../common/graphql/pagination/node.type.js';
import { Payload } from '../../common/graphql/errors/payload.js';
import type { ApiKeyScope, Role } from './domain/viewer.js';
import { ApiKeyScopeEnum, RoleEnum } from './user.inputs.js';

@ObjectType('User', { implements: () => [Node], description: 'Person who works with Parley.' })
export class UserType extends Node {
  @Field({ description: 'Name that colleagues see.' }) name: string;
  /** Answered by a field of the resolver: not everybody may read it. So is the phone number. */
  email: string;
  phoneNumber: string | null;
  /** Answered as `signsInAtIssuer`. */
  hasPassword: boolean;
  @Field(() => RoleEnum, { description: 'Role of the person.' }) role: Role;
  @Field({ description: 'Whether the person may sign in and is notified.' }) isActive: boolean;
  @Field(() => DateTimeScalar, { description: 'Time at which the person was added.' }) createdAt: Date;
  /** Set where the person is who has just signed in, and no viewer is known yet. */
  isViewer?: boolean;
}

@ObjectType({ description: 'Page of users, by name.' })
export class UserConnection extends countedConnectionOf(UserType, 'User') {}

@ObjectType('ApiKey', {
  implements: () => [Node],
  description: 'API key of a program: sent as Authorization: Bearer, it may do what its scopes say, on its accounts.',
})
export class ApiKeyType extends Node {
  @Field({ description: 'Name of the key, as its maker called it; customers never see it.' }) name: string;
  @Field({
    description: "Secret's last 4 characters, to tell keys apart. The whole secret is shown once, by createApiKey.",
  })
  hint: string;
  @Field(() => [ApiKeyScopeEnum], { description: 'Scopes of the key: what the program may do.' }) scopes: ApiKeyScope[];
  @Field(() => DateTimeScalar, { description: 'Time at which the key was made.' }) createdAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Time of the key's last use, to the minute; null: never used.",
  })
  lastUsedAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the key ends by itself; null: never.', nullable: true })
  expiresAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the key was revoked; null: it was not.', nullable: true })
  revokedAt: Date | null;
}

@ObjectType({ description: 'Tokens of a session, or the errors that refused it.' })
export class SessionPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'Access token, to be sent as Authorization: Bearer, until expiresAt. Null where the call was refused.',
  })
  accessToken: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Refresh token, good for one refreshSession, within SESSION_IDLE_DAYS (30). Null where the call was refused.',
  })
  refreshToken: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the access token ends. Null where the call was refused.',
  })
  expiresAt: Date | null;
  @Field(() => UserType, { description: 'Person who is signed in; null where the call was refused.', nullable: true })
  user: UserType | null;
  @Field(() => [String], {
    nullable: true,
    description:
      'Recovery codes, where this sign-in has confirmed a new second factor: ten, shown this once. Else null.',
  })
  recoveryCodes: string[] | null;
}

@ObjectType({ description: 'Outcome of logout.' })
export class LogoutPayload extends Payload {}

@ObjectType({ description: 'Person after the call, or the errors that refused it.' })
export class UserPayload extends Payload {
  @Field(() => UserType, { description: 'Person as they are now; null where the call was refused.', nullable: true })
  user: UserType | null;
}

@ObjectType({ description: 'API key that was made, with its secret, or the errors that refused it.' })
export class CreateApiKeyPayload extends Payload {
  @Field(() => ApiKeyType, {
    description: 'API key without its secret; null where the call was refused.',
    nullable: true,
  })
  apiKey: ApiKeyType | null;
  @Field(() => String, {
    nullable: true,
    description: 'Secret for Authorization: Bearer, shown this once; null where the call was refused.',
  })
  secret: string | null;
}

@ObjectType({ description: 'API key after the call, or the errors that refused it.' })
export class ApiKeyPayload extends Payload {
  @Field(() => ApiKeyType, { description: 'API key as it is now; null where the call was refused.', nullable: true })
  apiKey: ApiKeyType | null;
}
