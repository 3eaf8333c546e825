import { registerEnumType } from '@nestjs/graphql';

export const OrderDirectionEnum = { ASC: 'ASC', DESC: 'DESC' } as const;
registerEnumType(OrderDirectionEnum, {
  name: 'OrderDirection',
  valuesMap: {
    ASC: { description: 'Ascending: smallest, earliest or first by alphabet at the top.' },
    DESC: { description: 'Descending: greatest, latest or last by alphabet at the top.' },
  },
  description: 'Direction of an order.',
});
