import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { getNamedType, isInputObjectType, Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import type { Observable } from 'rxjs';
import { DomainError, type Problem } from '../errors/domain-error.js';
import { idempotencyKeyIn } from '../http/idempotency-key.js';
import { because } from '../errors/because.js';

const HEADER = 'idempotency-key';

interface WithHeaders {
  request?: { headers?: Readonly<Record<string, string | string[] | undefined>> } | null;
}

/**
 * Reads the header Idempotency-Key for mutations whose input takes an `idempotencyKey`: the same key by another way. A header
 * names one request, so a document may have one such mutation beside it.
 */
@Injectable()
export class IdempotencyKeyInterceptor implements NestInterceptor {
  /** @throws DomainError (CONFLICT) where the input has another key; INVALID_INPUT where the header would name several mutations */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<GqlContextType>() !== 'graphql') return next.handle();
    const graphql = GqlExecutionContext.create(context);
    const header = graphql.getContext<WithHeaders>().request?.headers?.[HEADER];
    const info = graphql.getInfo<GraphQLResolveInfo>();
    if (header === undefined || info.operation.operation !== 'mutation' || !takesKey(info, info.fieldName)) {
      return next.handle();
    }
    const given = graphql.getArgs<{ input?: { idempotencyKey?: string | null } }>();
    const key = idempotencyKeyIn(String(header));
    const problem = problemOf(info, key, given.input?.idempotencyKey ?? null);
    if (problem !== null) throw new DomainError({ ...problem, path: ['idempotencyKey'] });
    if (given.input != null) given.input.idempotencyKey = key;
    return next.handle();
  }
}

function problemOf(info: GraphQLResolveInfo, key: string, inInput: string | null): Problem | null {
  if (key.trim() === '') return { code: 'REQUIRED', ...because('KEY_HEADER_EMPTY') };
  if (inInput !== null && inInput !== key) {
    return { code: 'CONFLICT', ...because('KEY_GIVEN_TWICE') };
  }
  if (mutationsWithKey(info, info.operation.selectionSet) <= 1) return null;
  const why = because('KEY_FOR_SEVERAL');
  return { code: 'INVALID_INPUT', ...why };
}

function mutationsWithKey(info: GraphQLResolveInfo, { selections }: SelectionSetNode): number {
  return selections.reduce((count, selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return count + (takesKey(info, selection.name.value) ? 1 : 0);
      case Kind.INLINE_FRAGMENT:
        return count + mutationsWithKey(info, selection.selectionSet);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = info.fragments[selection.name.value];
        return count + (fragment === undefined ? 0 : mutationsWithKey(info, fragment.selectionSet));
      }
    }
  }, 0);
}

/** Whether the input of a mutation has a key. */
function takesKey({ schema }: GraphQLResolveInfo, mutation: string): boolean {
  const input = schema
    .getMutationType()
    ?.getFields()
    [mutation]?.args.find(({ name }) => name === 'input');
  const type = input === undefined ? null : getNamedType(input.type);
  return isInputObjectType(type) && 'idempotencyKey' in type.getFields();
}
