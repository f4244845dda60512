export { applyMapping, type FieldError, type MappedRecord } from './apply.ts';
export { compileMapping, type Compiled, type CompiledMapping } from './compile.ts';
export { cutRecords, type CutRecord } from './cut.ts';
export { fieldDefinitions, nearActions } from './fields.ts';
export { mappingLimits } from './limits.ts';
export { collectProblems, below, type MappingProblem } from './problems.ts';
export { mappingJsonSchema } from './schema.ts';
export { timeKeywords } from './time-format.ts';
export type * from './types.ts';
