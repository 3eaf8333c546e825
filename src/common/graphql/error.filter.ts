import { Catch, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { GqlContextType } from '@nestjs/graphql';

/** Leaves GraphQL errors to formatGraphqlError, which masks and logs them; Nest would log what they quote. */
@Catch()
export class ErrorFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): unknown {
    return host.getType<GqlContextType>() === 'graphql' ? error : super.catch(error, host);
  }
}
