import { Args, Query, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import { ReadFromReplica } from '../../../common/graphql/read-from-replica.js';
import { Allow } from '../authentication/allow.decorator.js';
import { AuditEntryConnection, AuditEntryFilter } from './audit-entry.types.js';
import { AuditTrailService } from './audit-trail.service.js';

@Resolver()
export class AuditTrailResolver {
  constructor(private readonly trail: AuditTrailService) {}

  @Query(() => AuditEntryConnection, {
    description:
      'Audit trail, latest first: sign-ins, people, keys, credentials, broadcasts and all else that AuditAction names. Administrators only, and no API key.',
  })
  @ReadFromReplica()
  @Allow('READ_AUDIT_TRAIL')
  async auditEntries(
    @Args() page: ForwardPageArgs,
    @Args('filter', {
      type: () => AuditEntryFilter,
      nullable: true,
      description: 'Conditions that all hold together; absent: every entry.',
    })
    filter?: AuditEntryFilter | null,
  ): Promise<AuditEntryConnection> {
    return this.trail.list(filter ?? {}, page);
  }
}
