import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Viewer } from '../domain/viewer.js';
import { unauthenticated } from './access-errors.js';
import type { RequestContext } from './request-context.js';

/** Viewer as a parameter of a resolver: who asks. The guard has made sure that somebody does. */
export const CurrentViewer = createParamDecorator((_data: unknown, context: ExecutionContext): Viewer => {
  const { viewer } = GqlExecutionContext.create(context).getContext<RequestContext>();
  if (viewer === undefined) throw unauthenticated();
  return viewer;
});
