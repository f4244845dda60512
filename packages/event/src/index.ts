export * from './vocabulary.ts';
export { eventLimits, type EventLimits } from './limits.ts';
export { isTime, parseTime, timeMs } from './time.ts';
export {
  eventInputJsonSchema,
  eventJsonSchema,
  eventSchema,
  sentEventSchema,
  type ActaEvent,
  type Actor,
  type Change,
  type Context,
  type EventInput,
  type Pipeline,
  type SentEvent,
  type Source,
  type Target,
  type Why,
} from './schema/event.ts';
export { parseEventInput, type InputError, type ParsedInput } from './parse/index.ts';
export { actionOrOther, catalogue, type ActionDefinition } from './catalogue/index.ts';
export { sentenceOf, type Sentence } from './sentence.ts';
export { deriveEventId, idKey, idTime, randomEventId, type EventName } from './event-id.ts';
export { createMasker, isSecretOption, type Masker } from './mask/index.ts';
export { receivedInLeaf, sealEvent, type SealedEvent } from './seal.ts';
export { withoutReservedNames } from './disclosures/reserved.ts';
export {
  checkDisclosures,
  checkRecord,
  DisclosureError,
  disclosuresOf,
  eraseGroups,
  openRecord,
  processSdClaims,
  type CheckedLeaf,
  type OpenedEvent,
} from './disclosures/index.ts';
