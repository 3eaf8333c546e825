import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Text } from '../../../common/graphql/input-checks.js';
import { OrderDirectionEnum } from '../../../common/graphql/pagination/order-direction.js';
import type { TemplateCategory } from '../../../whatsapp/templates/template-content.js';
import { QualityRatingEnum } from '../../accounts/schema/account.types.js';
import type { QualityRating } from '../../accounts/phone-numbers/quality-rating.js';
import type { TemplateStatus } from '../domain/template-status.js';
import { TemplateCategoryEnum, TemplateStatusEnum } from './template.enums.js';

@InputType({ description: 'Conditions on templates: all hold together.' })
export class TemplateFilter {
  @Field(() => [ID], { description: 'UUIDs of accounts: templates of any of these.', nullable: true }) accountId?:
    string[] | null;
  @Field(() => [TemplateStatusEnum], {
    nullable: true,
    description: 'Statuses: templates in any of these. Absent: all but those that are deleted.',
  })
  status?: TemplateStatus[] | null;
  @Field(() => [TemplateCategoryEnum], { description: 'Categories: templates of any of these.', nullable: true })
  category?: TemplateCategory[] | null;
  @Field(() => [QualityRatingEnum], { description: 'Qualities: templates with any of these.', nullable: true })
  quality?: QualityRating[] | null;
  @Field(() => [String], { description: 'Language codes: templates in any of these.', nullable: true }) language?:
    string[] | null;
  @Field(() => [ID], { nullable: true, description: 'UUIDs of data models: templates for records of any of these.' })
  appliesTo?: string[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the template is approved, and this viewer may send it.',
  })
  sendableByMe?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Words in names and body.' })
  @Text({ max: 200, optional: true })
  search?: string | null;
}

export const TemplateOrderFieldEnum = { UPDATED_AT: 'UPDATED_AT', CREATED_AT: 'CREATED_AT', NAME: 'NAME' } as const;
registerEnumType(TemplateOrderFieldEnum, {
  name: 'TemplateOrderField',
  valuesMap: {
    CREATED_AT: { description: 'Time at which the template was made or first found here.' },
    NAME: { description: 'Name of the template, by the alphabet.' },
    UPDATED_AT: { description: 'Time at which the template last changed here.' },
  },
  description: 'Value that templates are put in order by.',
});

@InputType({ description: 'Order of a list of templates.' })
export class TemplateOrder {
  @Field(() => TemplateOrderFieldEnum, {
    description: 'Value that templates are put in order by.',
    defaultValue: 'UPDATED_AT',
  })
  field: keyof typeof TemplateOrderFieldEnum = 'UPDATED_AT';
  @Field(() => OrderDirectionEnum, { description: 'Direction of the order.', defaultValue: 'DESC' })
  direction: 'ASC' | 'DESC' = 'DESC';
}
