import '../../graphql/refused';
import { graphql } from '../../graphql/graphql';

export const RATE_CARDS = graphql(`
  query RateCards {
    rateCards {
      id
      currency
      effectiveFrom
    }
  }
`);

export const COSTS = graphql(`
  query Costs($period: StatisticsPeriod!, $accountId: ID, $currency: String) {
    costs(period: $period, by: [CATEGORY], filter: { accountId: $accountId }, currency: $currency) {
      currency
      rows {
        category
        messages
        charged
        withoutRate
        amount
      }
      total {
        messages
        charged
        withoutRate
        amount
      }
    }
  }
`);

export const UPLOAD_RATE_CARD = graphql(`
  mutation UploadRateCard($input: UploadRateCardInput!) {
    uploadRateCard(input: $input) {
      rateCard {
        id
        currency
        effectiveFrom
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DELETE_RATE_CARD = graphql(`
  mutation DeleteRateCard($input: RateCardIdInput!) {
    deleteRateCard(input: $input) {
      rateCard {
        id
      }
      errors {
        ...Refused
      }
    }
  }
`);
