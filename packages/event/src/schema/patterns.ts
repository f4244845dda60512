/** A UUID of version 8 and variant 10, in lower case. */
export const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** A source type: the product's word. It stands in the clear in the tree. */
export const typePattern = /^[a-z][a-z0-9-]{0,47}$/;
/**
 * Names of labels and headers: printable, without quotes and backslashes. The one name that
 * JavaScript objects give a meaning to is refused, and those that RFC 9901 does.
 */
export const keyPattern =
  /^(?!(?:__proto__|_sd|\.\.\.)$)[\u0020-\u0021\u0023-\u005b\u005d-\uffff]{1,128}$/;
