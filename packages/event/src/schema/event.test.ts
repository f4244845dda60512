import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventInputJsonSchema, eventJsonSchema } from './event.ts';

interface Schema {
  $schema?: string;
  $id?: string;
  required?: string[];
  properties?: Record<string, Schema & { enum?: string[]; const?: unknown; $ref?: string }>;
  additionalProperties?: boolean;
}

test('the JSON Schema of a kept event is of 2020-12 and closed', () => {
  const schema = eventJsonSchema() as Schema;
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
  assert.equal(schema.$id, '/schema/event.json');
  assert.equal(schema.additionalProperties, false);
  assert.equal(schema.properties!['v']!.const, 1);
  assert.deepEqual(schema.properties!['outcome']!.enum, [
    'success',
    'failure',
    'denied',
    'unknown',
  ]);
  for (const field of ['v', 'id', 'time', 'received', 'source', 'action', 'actor', 'target']) {
    assert.ok(schema.required!.includes(field), field);
  }
});

test('the JSON Schema of a sent event asks for action, actor and target only', () => {
  const schema = eventInputJsonSchema() as Schema;
  assert.deepEqual(schema.required!.toSorted(), ['action', 'actor', 'target']);
  assert.equal(schema.properties!['id'], undefined);
});

test('an event as answers show it is of the published schema', () => {
  const { properties, required } = eventJsonSchema() as Schema;
  assert.ok(properties!['index'] && properties!['withheld']);
  assert.ok(!required!.includes('index') && !required!.includes('withheld'));
});

test('both are plain JSON', () => {
  for (const schema of [eventJsonSchema(), eventInputJsonSchema()]) {
    assert.deepEqual(JSON.parse(JSON.stringify(schema)), schema);
  }
});
