import { applyDecorators, SetMetadata, type Type } from '@nestjs/common';
import { Field, Mutation, ObjectType } from '@nestjs/graphql';
import type { Problem } from '../../errors/domain-error.js';
import { UserError } from './user-error.types.js';

export const PAYLOAD_TYPE = Symbol('PAYLOAD_TYPE');

/** Payload of every mutation, beside the entity. */
@ObjectType({ isAbstract: true })
export abstract class Payload {
  @Field(() => [UserError], {
    description:
      'Errors that refused the call, each with code, message and path; empty when it was done. Nothing was done when it is not.',
  })
  errors: Problem[] = [];
}

/** A mutation whose refusals (a thrown DomainError) become the `errors` of this payload. */
export function PayloadMutation(payload: () => Type<Payload>, description: string): MethodDecorator {
  return applyDecorators(Mutation(payload, { description }), SetMetadata(PAYLOAD_TYPE, payload));
}
