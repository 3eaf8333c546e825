import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType, type MiddlewareContext } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { refusedBecause } from '../input-checks.js';
import { because, type Because } from '../../errors/because.js';

export const DEFAULT_PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;

@ObjectType({ description: 'Place of a page in its list.' })
export class PageInfo {
  @Field({ description: 'Whether entries follow this page.' })
  hasNextPage: boolean;
  @Field({ description: 'Whether entries come before this page.' })
  hasPreviousPage: boolean;
  @Field(() => String, {
    description: 'Cursor of the first entry: pass it as `before` for what comes before. Null where the page is empty.',
    nullable: true,
  })
  startCursor: string | null;
  @Field(() => String, {
    description: 'Cursor of the last entry: pass it as `after` for what follows. Null where the page is empty.',
    nullable: true,
  })
  endCursor: string | null;
}

export interface Edge<T> {
  node: T;
  cursor: string;
}

/** One page of a list, with cursors that stay right while rows come and go. */
export interface Page<T> {
  nodes: T[];
  edges: Edge<T>[];
  pageInfo: PageInfo;
}

/** An argument that is refused (INVALID_INPUT) beside what others of the page say. */
function RefusedWhere(isRefused: (args: PageArgs) => boolean, why: Because): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isRefusedWhere',
      validator: { validate: (_value, input) => !isRefused(input?.object as PageArgs) },
    },
    refusedBecause(why),
  );
}

@ArgsType()
export class ForwardPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'Entries on the page: 1 to 100, 25 unless given; else INVALID_INPUT.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, refusedBecause(because('PAGE_TOO_SMALL')))
  @Max(MAX_PAGE_SIZE, refusedBecause(because('PAGE_TOO_LARGE', { limit: MAX_PAGE_SIZE })))
  first?: number;
  @Field(() => String, {
    nullable: true,
    description:
      'Cursor after which the page begins: a pageInfo.endCursor of this list in this order, else INVALID_FORMAT.',
  })
  @IsOptional()
  @RefusedWhere(({ last, before }) => last != null && before == null, because('AFTER_WITH_LAST'))
  after?: string;
}

@ArgsType()
export class PageArgs extends ForwardPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'Entries on the page, counted from the end: 1 to 100; not together with `first`.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, refusedBecause(because('PAGE_TOO_SMALL')))
  @Max(MAX_PAGE_SIZE, refusedBecause(because('PAGE_TOO_LARGE', { limit: MAX_PAGE_SIZE })))
  @RefusedWhere(({ first }) => first != null, because('FIRST_AND_LAST'))
  last?: number;
  @IsOptional()
  @RefusedWhere(({ first, after }) => first != null && after == null, because('BEFORE_WITH_FIRST'))
  @Field(() => String, {
    nullable: true,
    description:
      'Cursor before which the page ends: a pageInfo.startCursor of this list in this order, else INVALID_FORMAT.',
  })
  before?: string;
}

/** The base of `XConnection` for a node class whose GraphQL name is X; `XEdge` comes with it. */
export function connectionOf<T extends object>(node: Type<T>, name: string): abstract new () => Page<T> {
  @ObjectType(`${name}Edge`, { description: `Edge of a ${name}Connection: one entry, with its cursor.` })
  class NodeEdge implements Edge<T> {
    @Field(() => node, { description: `Entry of the page: a ${name}.` })
    node: T;
    @Field({ description: 'Cursor of the entry: pass it as `after` (or `before`) to go on from here.' })
    cursor: string;
  }

  @ObjectType({ isAbstract: true })
  abstract class NodeConnection implements Page<T> {
    @Field(() => [node], { description: 'Entries of the page, in order.' })
    nodes: T[];
    @Field(() => [NodeEdge], { description: 'Entries of the page, in order, each with its cursor.' })
    edges: Edge<T>[];
    @Field(() => PageInfo, { description: 'Place of the page: whether there is more, and the cursors of both ends.' })
    pageInfo: PageInfo;
  }
  return NodeConnection;
}

/** As `connectionOf`, for lists that can be searched: a search answers in time, even where it has not looked everywhere yet. */
export function searchConnectionOf<T extends object>(
  node: Type<T>,
  name: string,
): abstract new () => Page<T> & { isComplete: boolean } {
  @ObjectType({ isAbstract: true })
  abstract class SearchConnection extends connectionOf(node, name) {
    @Field(() => Boolean, {
      description:
        'Whether everything was searched that the page needed. False: the time for a search was over before. The entries are right and in order, and pageInfo.endCursor says where to go on; a page may even be empty. Always true without a search.',
      middleware: [
        ({ source }: MiddlewareContext<{ isComplete?: boolean }>) => Promise.resolve(source.isComplete ?? true),
      ],
    })
    isComplete: boolean;
  }
  return SearchConnection;
}
