import { graphql } from '../../generated/gql.js';
import type { CostsOfQueryVariables } from '../../generated/graphql.js';
import { eventually } from '../expectations.js';
import type { TestWorld } from './test-world.js';

const UPLOAD = graphql(`
  mutation UploadRateCard($input: UploadRateCardInput!) {
    uploadRateCard(input: $input) {
      rateCard { id currency effectiveFrom uploadedAt rates { market marketName category amount } }
      errors { ...Problem reason values }
    }
  }
`);
const COSTS = graphql(`
  query CostsOf($period: StatisticsPeriod!, $by: [CostDimension!], $filter: CostFilter, $currency: String) {
    costs(period: $period, by: $by, filter: $filter, currency: $currency) {
      currency
      rows {
        date phoneNumber { id } category country template { id } broadcast { id }
        messages charged withoutRate amount
      }
      total { messages charged withoutRate amount }
    }
  }
`);

const ENABLE_INSIGHTS = graphql(`
  mutation EnableInsights($id: ID!) { enableTemplateInsights(input: { accountId: $id }) { errors { ...Problem } } }
`);
const READ_FROM_META = graphql(`
  mutation ReadFromMeta($id: ID!) { readMetaAnalytics(input: { accountId: $id }) { errors { ...Problem } } }
`);

/** A rate card in the form of Meta's downloads, with invented prices. */
export const RATE_CARD = [
  'Cost per message in USD,,,,,,',
  'Market,Currency,Marketing,Utility,Authentication,"Authentication-',
  'International",Service',
  'Brazil,$US,0.0625,0.0068,0.0068,n/a,0.0068',
  'Germany,$US,0.1365,0.055,0.055,n/a,0.055',
  'North America,$US,0.025,0.004,0.004,n/a,0.004',
  'Rest of Western Europe,$US,0.0592,0.0171,0.0171,n/a,0.0171',
  'Other,$US,0.0604,0.0077,0.0077,n/a,n/a',
].join('\r\n');

/** Costs and rate cards, as the administrator has them. */
export class CostsDriver {
  constructor(private readonly world: TestWorld) {}

  async upload(csv = RATE_CARD, effectiveFrom = '2020-01-01') {
    return (await this.world.admin.send(UPLOAD, { input: { csv, effectiveFrom } })).uploadRateCard;
  }

  /** Switches Meta's analytics on and reads them; the worker may do so at the same time. */
  async readFromMeta(id = this.world.account.id): Promise<void> {
    expect((await this.world.admin.send(ENABLE_INSIGHTS, { id })).enableTemplateInsights.errors).toEqual([]);
    await eventually(
      async () => (await this.world.admin.send(READ_FROM_META, { id })).readMetaAnalytics,
      ({ errors }) => errors.length === 0,
    );
  }

  /** Of today, unless said otherwise. */
  async of(variables: Partial<CostsOfQueryVariables> = {}) {
    const today = this.world.clock.now().toISOString().slice(0, 10);
    const period = { from: today, to: today, timeZone: 'UTC' };
    return (await this.world.admin.send(COSTS, { period, ...variables })).costs;
  }
}
