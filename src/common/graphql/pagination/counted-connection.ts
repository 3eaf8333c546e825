import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType, type MiddlewareContext } from '@nestjs/graphql';
import { connectionOf, type Page } from './connection.js';

/** Entries that are counted at most: nobody reads a longer list to its end, and counting one costs the more the longer it is. */
export const MAX_COUNTED = 10_000;

export interface PageCount {
  /** MAX_COUNTED where there are more. */
  value: number;
  isExact: boolean;
}

/** A page of a list whose length can be asked for; it is counted when somebody asks. */
export interface CountedPage<T> extends Page<T> {
  count: () => Promise<PageCount>;
}

/** Count of what was counted up to one more than MAX_COUNTED. */
export function pageCountOf(counted: number): PageCount {
  return { value: Math.min(counted, MAX_COUNTED), isExact: counted <= MAX_COUNTED };
}

/** The page with its count, which is counted at most once. */
export function withCount<T, P extends Page<T>>(page: P, count: () => Promise<PageCount>): P & CountedPage<T> {
  let counted: Promise<PageCount> | undefined;
  return Object.assign(page, { count: () => (counted ??= count()) });
}

/** Fields that say how long a list is. `count` null: nobody counts it. */
export const TOTAL_COUNT = {
  description: `Number of entries on all pages together, counted up to ${MAX_COUNTED.toLocaleString('en')}: see isTotalCountExact.`,
  middleware: [async ({ source }: Counted) => (await source.count?.())?.value ?? null],
};
export const IS_TOTAL_COUNT_EXACT = {
  description: 'Whether totalCount is exact. False: there are more. Show it as "10,000+".',
  middleware: [async ({ source }: Counted) => (await source.count?.())?.isExact ?? null],
};
type Counted = MiddlewareContext<{ count?: (() => Promise<PageCount>) | null }>;

/** As `connectionOf`, for lists of which a person sees how long they are. */
export function countedConnectionOf<T extends object>(node: Type<T>, name: string): abstract new () => CountedPage<T> {
  @ObjectType({ isAbstract: true })
  abstract class CountedConnection extends connectionOf(node, name) {
    @Field(() => Int, TOTAL_COUNT) totalCount: number;
    @Field(() => Boolean, IS_TOTAL_COUNT_EXACT) isTotalCountExact: boolean;
    count: () => Promise<PageCount>;
  }
  return CountedConnection;
}
