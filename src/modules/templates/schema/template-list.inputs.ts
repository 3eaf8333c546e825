import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Text } from '../../../common/graphql/input-checks.js';
import { OrderDirectionEnum } from '../../../common/graphql/pagination/order-direction.js';
import type { TemplateCategory } from '../../../whatsapp/templates/template-content.js';
import { QualityRatingEnum } from '../../accounts/schema/account.types.js';
import type { QualityRating } from '../../accounts/phone-numbers/quality-rating.js';
import type { TemplateStatus } from '../domain/template-status.js';
import { TemplateCategoryEnum, TemplateStatusEnum } from './template.enums.js';

@InputType()
export class TemplateFilter {
  @Field(() => [ID], { nullable: true }) accountId?: string[] | null;
  @Field(() => [TemplateStatusEnum], { nullable: true, description: 'Absent: all but those that are deleted.' })
  status?: TemplateStatus[] | null;
  @Field(() => [TemplateCategoryEnum], { nullable: true }) category?: TemplateCategory[] | null;
  @Field(() => [QualityRatingEnum], { nullable: true }) quality?: QualityRating[] | null;
  @Field(() => [String], { nullable: true }) language?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Data models.' }) appliesTo?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Approved, and this viewer may send it.' })
  sendableByMe?: boolean | null;
  @Field(() => String, { nullable: true, description: 'In names and body.' })
  @Text({ max: 200, optional: true })
  search?: string | null;
}

export const TemplateOrderFieldEnum = { UPDATED_AT: 'UPDATED_AT', CREATED_AT: 'CREATED_AT', NAME: 'NAME' } as const;
registerEnumType(TemplateOrderFieldEnum, { name: 'TemplateOrderField' });

@InputType()
export class TemplateOrder {
  @Field(() => TemplateOrderFieldEnum, { defaultValue: 'UPDATED_AT' })
  field: keyof typeof TemplateOrderFieldEnum = 'UPDATED_AT';
  @Field(() => OrderDirectionEnum, { defaultValue: 'DESC' })
  direction: 'ASC' | 'DESC' = 'DESC';
}
