import { createParamDecorator } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { DiscoveryService } from '@nestjs/core';
import { Args, Context, GqlExecutionContext, Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { callFieldsDirectly } from './direct-fields.js';

const Greeting = createParamDecorator((_data: unknown, execution) =>
  GqlExecutionContext.create(execution).getContext<{ greeting: string }>().greeting.toUpperCase(),
);

@Resolver('Person')
class PersonResolver {
  private readonly mark = '!';

  @ResolveField(() => String)
  greets(
    @Greeting() greeting: string,
    @Parent() { name }: { name: string },
    @Context('place') place: string,
    @Info() info: { fieldName: string },
  ): string {
    return `${greeting} ${name} in ${place}${this.mark} (${info.fieldName})`;
  }

  @ResolveField(() => String)
  name(@Parent() parent: { name: string }): string {
    return parent.name;
  }

  @ResolveField(() => String)
  page(@Parent() _parent: object, @Args('first') first: number): number {
    return first;
  }

  /** No field. */
  helps(first: string): string {
    return first;
  }
}

describe('Fields that are called directly', () => {
  const resolver = new PersonResolver();
  const discovery = { getProviders: () => [{ metatype: PersonResolver }, { metatype: null }] };
  const call = [{ name: 'Ann' }, {}, { greeting: 'hello', place: 'Rome' }, { fieldName: 'greets' }];
  const method = (name: 'greets' | 'name' | 'page') => resolver[name] as unknown as (...call: unknown[]) => unknown;
  const isNests = (name: string) => Reflect.hasMetadata(ROUTE_ARGS_METADATA, PersonResolver, name);

  beforeAll(() => {
    callFieldsDirectly(discovery as unknown as DiscoveryService);
    callFieldsDirectly(discovery as unknown as DiscoveryService); // another application in the same process
  });

  it('get their parent, context, info and what decorators read, in the order of their parameters', () => {
    expect(method('greets').apply(resolver, call)).toBe('HELLO Ann in Rome! (greets)');
    expect(method('name').apply(resolver, call)).toBe('Ann');
    expect([isNests('greets'), isNests('name')]).toEqual([false, false]);
  });

  it('are still fields to Nest', () => {
    expect(Reflect.getMetadataKeys(resolver.greets)).toEqual(Reflect.getMetadataKeys(resolver.page));
  });

  it('are not those with arguments, which Nest checks', () => {
    expect(isNests('page')).toBe(true);
    expect(resolver.page({}, 3)).toBe(3);
    expect(resolver.helps('x')).toBe('x');
  });
});
