import { Column } from 'typeorm';

/** A point in time, to the millisecond: what JavaScript can hold, so that cursors compare exactly. */
export function TimestampColumn(
  name: string,
  options: { nullable?: boolean; isSetByDatabase?: boolean } = {},
): PropertyDecorator {
  return Column({
    type: 'timestamptz',
    name,
    precision: 3,
    nullable: options.nullable ?? false,
    ...(options.isSetByDatabase === true ? { default: () => 'now()' } : {}),
  });
}
