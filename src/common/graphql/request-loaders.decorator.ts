import { Context } from '@nestjs/graphql';

/**
 * Request loaders as a parameter of a resolver: what many fields of one request ask for is read once, together.
 * A property of `@Context()` rather than a decorator of our own, which would make two execution contexts a field.
 */
export const RequestLoaders = (): ParameterDecorator => Context('loaders');
