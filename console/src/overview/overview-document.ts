import { graphql } from '../graphql/graphql';

export const OVERVIEW = graphql(`
  query Overview($period: StatisticsPeriod!, $accountId: ID) {
    accountStatistics(period: $period, accountId: $accountId) {
      days {
        date
        received
        sent
        failed
        firstAnswers {
          count
          p50Seconds
          p90Seconds
        }
      }
      firstAnswers {
        count
        p50Seconds
        p90Seconds
      }
      waiting {
        value
        isExact
      }
      longestWaitingSince
      templates {
        template {
          id
          displayName
          language
        }
        sent
        delivered
        read
        replied
        failed
      }
      charges {
        category
        type
        isBillable
        messages
      }
    }
  }
`);
