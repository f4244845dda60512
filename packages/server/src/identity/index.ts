// Who a workload is: tokens of OpenID Connect issuers, and proofs of the keys that they are bound
// to.
export { asymmetricAlgorithms, looksSigned, type Algorithm } from './compact.ts';
export { isFailure, tokenRefused, type TokenRefusal } from './errors.ts';
export { isSafeUrl, type GetDocument, type Issuer } from './issuers.ts';
export type { PushToken, PushTokens } from './push.ts';
export { tooOpen, type Rule } from './rules.ts';
export {
  createWorkloads,
  type Known,
  type Presented,
  type Workloads,
  type WorkloadsOptions,
} from './workloads.ts';
