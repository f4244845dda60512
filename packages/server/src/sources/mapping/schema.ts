// The mapping document as JSON Schema (2020-12), published at /schema/mapping.json. It says the
// shape; compile.ts also checks what a schema can't: paths, patterns, formats, actions.
import { fieldDefinitions } from './fields.ts';
import { mappingLimits as limits } from './limits.ts';
import { inputFormats } from './types.ts';

const value = { $ref: '#/$defs/value' };
const condition = { $ref: '#/$defs/condition' };
const path = {
  type: 'string',
  minLength: 1,
  maxLength: limits.path_max_length,
  description: 'user.login, items[0].id, items[*].id, ["odd.key"], @headers.x-event',
};
const scalar = { type: ['string', 'number', 'boolean'] };
const texts = { type: 'array', items: scalar, minItems: 1 };
const pattern = {
  type: 'string',
  minLength: 1,
  maxLength: limits.pattern_max_length,
  description: 'RE2 syntax',
};

const valueObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    path,
    const: { description: 'This value as it is' },
    template: { type: 'string', maxLength: limits.template_max_length },
    first: { type: 'array', items: value, minItems: 1, description: 'The first that is there' },
    pattern,
    case: { enum: ['lower', 'upper'] },
    map: {
      type: 'object',
      additionalProperties: scalar,
      description: 'What stands there → what it means',
    },
    format: {
      description:
        'auto, iso, epoch_s, epoch_ms, epoch_us, epoch_ns, or strptime: %d/%b/%Y:%H:%M:%S %z',
      anyOf: [
        { type: 'string' },
        { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 8 },
      ],
    },
    zone: { type: 'string', description: 'Europe/Berlin, UTC, +02:00' },
    join: { type: 'string', maxLength: 16 },
    default: value,
  },
  oneOf: ['path', 'const', 'template', 'first'].map((name) => ({ required: [name] })),
};

const fields = {
  type: 'object',
  maxProperties: limits.fields_max,
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(
      [...fieldDefinitions].map(([name, { about }]) => [name, { ...value, description: about }]),
    ),
    targets: {
      type: 'object',
      additionalProperties: false,
      required: ['each'],
      properties: { each: path, type: value, id: value, name: value, environment: value },
    },
    changes: {
      description: 'One change for each item, or two objects that are compared',
      type: 'object',
      additionalProperties: false,
      properties: { each: path, field: value, from: value, to: value, before: path, after: path },
      oneOf: [{ required: ['each'] }, { required: ['before', 'after'] }],
    },
  },
  patternProperties: { '^labels\\.': value, '^context\\.request\\.headers\\.': value },
};

/** The schema; one object a process. */
export const mappingJsonSchema: Readonly<Record<string, unknown>> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: '/schema/mapping.json',
  title: 'Acta mapping',
  description: 'How records of a generic source become events.',
  type: 'object',
  additionalProperties: false,
  required: ['v'],
  properties: {
    $schema: { type: 'string' },
    v: { const: 1 },
    input: {
      type: 'object',
      additionalProperties: false,
      properties: { format: { enum: inputFormats }, split: path },
    },
    extract: {
      type: 'array',
      maxItems: limits.extracts_max,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['pattern'],
        properties: { from: value, pattern },
      },
    },
    delivery: value,
    fields: { $ref: '#/$defs/fields' },
    rules: {
      type: 'array',
      maxItems: limits.rules_max,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['when', 'fields'],
        properties: {
          name: { type: 'string', maxLength: 128 },
          when: condition,
          fields: { $ref: '#/$defs/fields' },
        },
      },
    },
    guess: { type: 'boolean', default: true },
  },
  $defs: {
    value: { anyOf: [scalar, valueObject] },
    fields,
    condition: {
      type: 'object',
      additionalProperties: false,
      properties: {
        path,
        equals: scalar,
        in: texts,
        matches: pattern,
        exists: { type: 'boolean' },
        all: { type: 'array', items: condition, minItems: 1 },
        any: { type: 'array', items: condition, minItems: 1 },
        not: condition,
      },
      oneOf: [
        { required: ['path', 'equals'] },
        { required: ['path', 'in'] },
        { required: ['path', 'matches'] },
        { required: ['path', 'exists'] },
        { required: ['all'] },
        { required: ['any'] },
        { required: ['not'] },
      ],
    },
  },
};
