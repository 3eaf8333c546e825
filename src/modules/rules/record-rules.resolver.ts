import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { ForwardPageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../users/domain/viewer.js';
import { ControlRuleService } from './control-rule.service.js';
import type { RecordRuleEntity } from './record-rule.entity.js';
import { RecordRulesService } from './record-rules.service.js';
import {
  CreateRecordRuleInput,
  RecordRuleIdInput,
  ResumeRecordRuleInput,
  UpdateRecordRuleInput,
} from './schema/record-rule.inputs.js';
import {
  DeleteRecordRulePayload,
  RecordRuleConnection,
  RecordRulePayload,
  RecordRuleType,
} from './schema/record-rule.types.js';

@Resolver(() => RecordRuleType)
export class RecordRulesResolver {
  constructor(
    private readonly rules: RecordRulesService,
    private readonly control: ControlRuleService,
    private readonly accounts: AccountsService,
  ) {}

  @Query(() => RecordRuleConnection, {
    description: 'Rules of an account that send templates when records change, newest first.',
  })
  @Allow('MANAGE_RECORD_RULES')
  async recordRules(
    @CurrentViewer() viewer: Viewer,
    @Args('accountId', { description: 'UUID of the account, else NOT_FOUND.', type: () => ID }) accountId: string,
    @Args() page: ForwardPageArgs,
  ): Promise<Page<RecordRuleEntity>> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    return this.rules.list(account.id, page);
  }

  @Query(() => RecordRuleType, {
    nullable: true,
    description: 'Rule by its id; null where there is none, or the viewer may not see its account.',
  })
  @Allow('MANAGE_RECORD_RULES')
  async recordRule(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'UUID of the rule.' }) id: string,
  ): Promise<RecordRuleEntity | null> {
    return this.rules.find(viewer, id);
  }

  @PayloadMutation(() => RecordRulePayload, 'Makes a rule, DISABLED: look at its dryRun, then enable it.')
  @Allow('MANAGE_RECORD_RULES')
  async createRecordRule(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Rule that is to be made.' }) input: CreateRecordRuleInput,
  ): Promise<RecordRulePayload> {
    return payloadOf(await this.rules.create(viewer, input));
  }

  @PayloadMutation(() => RecordRulePayload, 'Changes a rule. Whoever does stands for it from then on.')
  @Allow('MANAGE_RECORD_RULES')
  async updateRecordRule(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Rule, and what changes of it.' }) input: UpdateRecordRuleInput,
  ): Promise<RecordRulePayload> {
    return payloadOf(await this.rules.update(viewer, input));
  }

  @PayloadMutation(
    () => RecordRulePayload,
    'Lets records trigger a rule from now on; those that match already do not. TEMPLATE_NOT_SENDABLE where its template is not approved. Harmless twice.',
  )
  @Allow('MANAGE_RECORD_RULES')
  async enableRecordRule(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Rule that is to be enabled.' }) { ruleId }: RecordRuleIdInput,
  ): Promise<RecordRulePayload> {
    return payloadOf(await this.control.enable(viewer, ruleId));
  }

  @PayloadMutation(() => RecordRulePayload, 'Disables a rule; what waits is DISCARDED. Harmless twice.')
  @Allow('MANAGE_RECORD_RULES')
  async disableRecordRule(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Rule that is to be disabled.' }) { ruleId }: RecordRuleIdInput,
  ): Promise<RecordRulePayload> {
    return payloadOf(await this.control.disable(viewer, ruleId));
  }

  @PayloadMutation(
    () => RecordRulePayload,
    'Lets a rule go on that was STOPPED, else NOT_ALLOWED_NOW. Its limits count from now on.',
  )
  @Allow('MANAGE_RECORD_RULES')
  async resumeRecordRule(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Rule, and what becomes of what waits.' }) { ruleId, waiting }: ResumeRecordRuleInput,
  ): Promise<RecordRulePayload> {
    return payloadOf(await this.control.resume(viewer, ruleId, waiting === 'SEND'));
  }

  @PayloadMutation(() => DeleteRecordRulePayload, 'Deletes a rule with its log; what waits is not sent.')
  @Allow('MANAGE_RECORD_RULES')
  async deleteRecordRule(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Rule that is to be deleted.' }) { ruleId }: RecordRuleIdInput,
  ): Promise<DeleteRecordRulePayload> {
    return { deletedId: await this.rules.delete(viewer, ruleId), errors: [] };
  }
}

function payloadOf(rule: RecordRuleEntity): RecordRulePayload {
  return { rule, errors: [] };
}
