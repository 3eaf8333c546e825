import { registerEnumType } from '@nestjs/graphql';

export const OrderDirectionEnum = { ASC: 'ASC', DESC: 'DESC' } as const;
registerEnumType(OrderDirectionEnum, { name: 'OrderDirection' });
