// `@acta/event/disclosures`: checking and making disclosures, without the schema library.
export { digestOf, memberDisclosure } from './encode.ts';
export { DisclosureError, disclosureErrors, type DisclosureErrorCode } from './errors.ts';
export { assemble, disclosuresOf, eraseGroups, openRecord, type OpenedEvent } from './open.ts';
export { checkDisclosures, type CheckedLeaf } from './check.ts';
export { checkRecord } from './check-record.ts';
export { processSdClaims, type ProcessedClaims } from './process.ts';
