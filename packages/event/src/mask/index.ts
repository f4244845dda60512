export { createMasker, type Masker } from './masker.ts';
