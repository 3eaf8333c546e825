import {
  astFromValue,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  print,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql';
import { escapeHtml } from '../render-page.js';
import { domainOf } from './domains.js';

type AnyField = GraphQLField<unknown, unknown>;

/** Section of an operation: what it takes, each argument with its type, and what it answers. */
export function fieldSection(root: string, field: AnyField): string {
  return [
    `<section><h3 id="${root}.${field.name}"><code>${field.name}</code></h3>`,
    `<p class="type">${linked(field.type)}</p>`,
    paragraph(field.description),
    deprecation(field.deprecationReason),
    field.args.length === 0 ? '' : table(`Arguments of ${field.name}`, 'Argument', field.args.map(inputRow)),
    '</section>',
  ].join('\n');
}

/** Section of a type: what it is, and each of its fields, values or members. */
export function typeSection(schema: GraphQLSchema, type: GraphQLNamedType): string {
  return [
    `<section><h3 id="${type.name}"><code>${type.name}</code></h3>`,
    `<p class="type">${kindOf(type)}</p>`,
    paragraph(type.description),
    ...partsOf(schema, type),
    '</section>',
  ].join('\n');
}

function kindOf(type: GraphQLNamedType): string {
  if (isInputObjectType(type)) return type.isOneOf ? 'Input, of which exactly one field is given' : 'Input';
  if (isEnumType(type)) return 'Enum';
  if (isUnionType(type)) return 'Union';
  if (isInterfaceType(type)) return 'Interface';
  if (isScalarType(type)) return 'Scalar';
  const interfaces = isObjectType(type) ? type.getInterfaces() : [];
  return interfaces.length === 0 ? 'Type' : `Type that implements ${interfaces.map(linked).join(', ')}`;
}

function partsOf(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  if (isScalarType(type)) {
    const { specifiedByURL: url } = type;
    return url == null ? [] : [`<p>Specified by <a href="${escapeHtml(url)}">${escapeHtml(url)}</a>.</p>`];
  }
  if (isEnumType(type)) {
    const rows = type
      .getValues()
      .map(({ name, description, deprecationReason }) => row(name, null, description, deprecationReason));
    return [table(`Values of ${type.name}`, 'Value', rows, false)];
  }
  if (isUnionType(type)) return [`<p>One of ${type.getTypes().map(linked).join(', ')}.</p>`];
  if (isInputObjectType(type)) {
    return [table(`Fields of ${type.name}`, 'Field', Object.values(type.getFields()).map(inputRow))];
  }
  const rows = Object.values(type.getFields()).map(outputRow);
  const types = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
  const members = types.length === 0 ? [] : [`<p>Implemented by ${types.map(linked).join(', ')}.</p>`];
  return [...members, table(`Fields of ${type.name}`, 'Field', rows)];
}

function outputRow(field: AnyField): string {
  const taken = field.args.map(
    (argument) =>
      `<li><code>${argument.name}</code>: ${linked(argument.type)}${fallback(argument)} ${inline(argument.description)}${deprecation(argument.deprecationReason)}</li>`,
  );
  const list = taken.length === 0 ? '' : `<ul>${taken.join('')}</ul>`;
  return row(field.name, linked(field.type), field.description, field.deprecationReason, list);
}

function inputRow(field: GraphQLArgument | GraphQLInputField): string {
  return row(field.name, `${linked(field.type)}${fallback(field)}`, field.description, field.deprecationReason);
}

function fallback({ defaultValue, type }: GraphQLArgument | GraphQLInputField): string {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return value == null ? '' : ` = <code>${escapeHtml(print(value))}</code>`;
}

function row(
  name: string,
  type: string | null,
  description: string | null | undefined,
  deprecated: string | null | undefined,
  more = '',
): string {
  const cells = [
    `<th scope="row"><code>${name}</code></th>`,
    ...(type === null ? [] : [`<td>${type}</td>`]),
    `<td>${inline(description)}${deprecation(deprecated)}${more}</td>`,
  ];
  return `<tr>${cells.join('')}</tr>`;
}

function table(label: string, head: string, rows: readonly string[], hasTypes = true): string {
  const type = hasTypes ? '<th scope="col">Type</th>' : '';
  return [
    `<div class="wide" tabindex="0" role="region" aria-label="${label}"><table>`,
    `<thead><tr><th scope="col">${head}</th>${type}<th scope="col">What it is</th></tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

/** A type as it is written, with a link to where it is explained. */
function linked(type: GraphQLType): string {
  if (isNonNullType(type)) return `${linked(type.ofType)}!`;
  if (isListType(type)) return `[${linked(type.ofType)}]`;
  const named = getNamedType(type);
  if (isSpecifiedScalarType(named)) return named.name;
  return `<a href="${domainOf(named.name)}#${named.name}">${named.name}</a>`;
}

function paragraph(description: string | null | undefined): string {
  return description == null ? '' : `<p>${inline(description)}</p>`;
}

function deprecation(reason: string | null | undefined): string {
  return reason == null ? '' : ` <strong>Deprecated.</strong> ${inline(reason)}`;
}

/** Text with what stands in backticks as code. */
function inline(text: string | null | undefined): string {
  return escapeHtml(text ?? '').replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
