import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { ExecutionContext } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { RESOLVER_PROPERTY_METADATA } from '@nestjs/graphql/dist/graphql.constants.js';
import { GqlParamtype } from '@nestjs/graphql/dist/enums/gql-paramtype.enum.js';

/** What graphql-js hands to the function of a field. */
type FieldCall = [parent: unknown, args: unknown, context: object, info: unknown];
type Method = (this: unknown, ...values: unknown[]) => unknown;
type Reader = (...call: FieldCall) => unknown;

/** Parameter of a method, as Nest's decorators describe it, under `<kind>:<index>`. */
interface Parameter {
  index: number;
  data?: unknown;
  pipes?: unknown[];
  factory?: (data: unknown, context: ExecutionContext) => unknown;
}

/**
 * Makes fields of types call their methods directly, where all that a method takes is its parent, the context, the info
 * and what decorators of ours read from the context. Nest would take each of them through the pipes, which have nothing
 * to do there, and wait for a dozen promises a field. Guards and interceptors do not run for fields either way. A method
 * with arguments stays with Nest, whose pipes check them. Call it before Nest looks for resolvers: of a method
 * without decorated parameters Nest makes the field's function as it is.
 */
export function callFieldsDirectly(discovery: DiscoveryService): void {
  for (const { metatype } of discovery.getProviders()) {
    if (typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as Record<string, Method> | undefined;
    for (const name of Object.getOwnPropertyNames(prototype ?? {})) {
      if (name !== 'constructor' && prototype !== undefined) makeDirect(metatype, prototype, name);
    }
  }
}

function makeDirect(type: object, prototype: Record<string, Method>, name: string): void {
  const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
  if (typeof method !== 'function' || Reflect.getMetadata(RESOLVER_PROPERTY_METADATA, method) !== true) return;
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, type, name) as Record<string, Parameter> | undefined;
  if (parameters === undefined) return; // direct already: another application in this process
  const readers: Reader[] = [];
  for (const [kind, parameter] of Object.entries(parameters)) {
    const reader = readerOf(kind, parameter, type, method as Method);
    if (reader === null) return;
    readers[parameter.index] = reader;
  }
  const direct: Method = directCall(method as Method, readers);
  for (const key of Reflect.getMetadataKeys(method)) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, method), direct);
  }
  Object.defineProperty(prototype, name, { value: direct, configurable: true, writable: true });
  Reflect.deleteMetadata(ROUTE_ARGS_METADATA, type, name);
}

function directCall(method: Method, readers: readonly Reader[]): Method {
  const [first = nothing, second = nothing, third = nothing] = readers;
  if (readers.length === 1) {
    return function (...call) {
      return method.call(this, first(...(call as FieldCall)));
    };
  }
  if (readers.length <= 3) {
    return function (...call) {
      const given = call as FieldCall;
      return method.call(this, first(...given), second(...given), third(...given));
    };
  }
  return function (...call) {
    return method.apply(
      this,
      readers.map((read) => read(...(call as FieldCall))),
    );
  };
}

/** Null for a parameter that only Nest can read. */
function readerOf(kind: string, { data, pipes, factory }: Parameter, type: object, method: Method): Reader | null {
  if ((pipes ?? []).length > 0) return null;
  if (factory !== undefined) {
    return (...call) => {
      const context = new ExecutionContextHost(call, type as never, method);
      context.setType('graphql');
      return factory(data, context);
    };
  }
  switch (Number(kind.split(':')[0])) {
    case GqlParamtype.ROOT:
      return (parent) => parent;
    case GqlParamtype.CONTEXT:
      return typeof data === 'string'
        ? (_parent, _args, context) => (context as Readonly<Record<string, unknown>>)[data]
        : (_parent, _args, context) => context;
    case GqlParamtype.INFO:
      return data === undefined ? (_parent, _args, _context, info) => info : null;
    default:
      return null;
  }
}

function nothing(): undefined {
  return undefined;
}
