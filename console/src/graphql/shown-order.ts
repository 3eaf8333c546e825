import { graphql } from './graphql';

/** An order that a message is about, as chats show it. */
graphql(`
  fragment ShownOrder on InteractiveOrder {
    status
    description
    currency
    totalAmount
    lines: items {
      name
      quantity
      price
      salePrice
    }
  }
`);
