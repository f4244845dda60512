export { parseEventInput, type InputError, type ParsedInput } from './parse-event-input.ts';
