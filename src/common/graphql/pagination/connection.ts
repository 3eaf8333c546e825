import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType, type MiddlewareContext } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export const DEFAULT_PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;

@ObjectType()
export class PageInfo {
  @Field()
  hasNextPage: boolean;
  @Field()
  hasPreviousPage: boolean;
  @Field(() => String, { nullable: true })
  startCursor: string | null;
  @Field(() => String, { nullable: true })
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

@ArgsType()
export class ForwardPageArgs {
  @Field(() => Int, { nullable: true, description: 'Entries on the page, 1 to 100; 25 unless given.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE, { message: `At most ${MAX_PAGE_SIZE} entries a page, please.` })
  first?: number;
  @Field(() => String, { nullable: true, description: 'The cursor after which the page begins.' })
  after?: string;
}

@ArgsType()
export class PageArgs extends ForwardPageArgs {
  @Field(() => Int, { nullable: true, description: 'Entries on the page, counted from the end, 1 to 100.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE, { message: `At most ${MAX_PAGE_SIZE} entries a page, please.` })
  last?: number;
  @Field(() => String, { nullable: true, description: 'The cursor before which the page ends.' })
  before?: string;
}

/** The base of `XConnection` for a node class whose GraphQL name is X; `XEdge` comes with it. */
export function connectionOf<T extends object>(node: Type<T>, name: string): abstract new () => Page<T> {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page, with its cursor.` })
  class NodeEdge implements Edge<T> {
    @Field(() => node, { description: 'The entry itself.' })
    node: T;
    @Field({ description: 'Where it stands: pass it as `after` (or `before`) to go on from here.' })
    cursor: string;
  }

  @ObjectType({ isAbstract: true })
  abstract class NodeConnection implements Page<T> {
    @Field(() => [node], { description: 'The entries of the page, in order.' })
    nodes: T[];
    @Field(() => [NodeEdge], { description: 'The same entries, each with its cursor.' })
    edges: Edge<T>[];
    @Field(() => PageInfo, { description: 'Whether there is more, and the cursors of both ends.' })
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
        'False: the time for a search was over before the page was full. The entries are right and in order, and pageInfo.endCursor says where to go on; a page may even be empty. Always true without a search.',
      middleware: [
        ({ source }: MiddlewareContext<{ isComplete?: boolean }>) => Promise.resolve(source.isComplete ?? true),
      ],
    })
    isComplete: boolean;
  }
  return SearchConnection;
}
