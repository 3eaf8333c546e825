import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import { from, lastValueFrom, mergeMap, type Observable } from 'rxjs';
import { ReplicaReads } from '../database/replicas/replica-reads.js';

const READ_FROM_REPLICA = Symbol('READ_FROM_REPLICA');

/** A query that may be answered by a replica: what it shows may be seconds old, but for the viewer's own changes. */
export const ReadFromReplica = (): MethodDecorator => SetMetadata(READ_FROM_REPLICA, true);

/** Sends marked queries to replicas, and notes of every mutation that its viewer has written. */
@Injectable()
export class ReplicaInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly reads: ReplicaReads,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.reads.hasReplicas || context.getType<GqlContextType>() !== 'graphql') return next.handle();
    const graphql = GqlExecutionContext.create(context);
    const { operation, parentType } = graphql.getInfo<GraphQLResolveInfo>();
    const caller = graphql.getContext<{ viewer?: { id: string } }>().viewer?.id ?? null;
    if (parentType.name === 'Mutation' && caller !== null) {
      return next.handle().pipe(mergeMap(async (result: unknown) => this.afterWriting(caller, result)));
    }
    const isMarked = this.reflector.get<true | undefined>(READ_FROM_REPLICA, context.getHandler()) === true;
    if (!isMarked || operation.operation !== OperationTypeNode.QUERY) return next.handle();
    return from(this.reads.read(caller, () => lastValueFrom(next.handle())));
  }

  private async afterWriting(caller: string, result: unknown): Promise<unknown> {
    await this.reads.recordWrite(caller);
    return result;
  }
}
