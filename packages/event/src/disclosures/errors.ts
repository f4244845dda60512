/** Reasons to refuse a leaf, a disclosure or a kept record. Codes are stable. */
export const disclosureErrors = {
  leaf_malformed: 'The leaf is not a JSON object.',
  hash_unknown: '_sd_alg names a hash other than sha-256.',
  disclosure_malformed: 'A disclosure is not the base64url of a JSON array of two or three items.',
  salt_malformed: 'A disclosure starts with something other than a string.',
  length_wrong: 'A disclosure has the wrong number of items for the place that refers to it.',
  name_reserved:
    'A disclosure names its claim "_sd" or "...", or with something that is not a name.',
  name_taken: 'A disclosure names a claim that its object has already.',
  digest_repeated: 'The same digest stands twice.',
  digest_malformed: '"_sd" or "..." holds something other than digests.',
  disclosure_repeated: 'The same disclosure is given twice.',
  disclosure_unreferenced: 'No digest refers to a disclosure.',
  too_deep: 'Disclosures or values are nested too deep.',
  too_many: 'There are too many disclosures, or they are too large.',
  shape_unknown: "The leaf's disclosures are not those of an Acta event.",
  record_malformed: 'The kept record is not one that Acta wrote.',
} as const;

export type DisclosureErrorCode = keyof typeof disclosureErrors;

export class DisclosureError extends Error {
  override readonly name = 'DisclosureError';
  readonly code: DisclosureErrorCode;

  constructor(code: DisclosureErrorCode, message: string = disclosureErrors[code]) {
    super(message);
    this.code = code;
  }
}
