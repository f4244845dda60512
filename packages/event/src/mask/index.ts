export { createMasker, type Masker } from './masker.ts';
export { isSecretOption } from './names.ts';
