// `@acta/event/catalogue`: actions and their sentences, without the schema library.
export { actionOrOther, catalogue } from './definitions.ts';
export type { ActionDefinition } from './types.ts';
export { sentenceOf, type Sentence, type SentenceField, type SentencePart } from '../sentence.ts';
