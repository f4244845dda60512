/** A LIKE pattern of literal pieces with `%` between them. */
export function likePattern(pieces: readonly string[]): string {
  return pieces.map((piece) => piece.replace(/[\\%_]/g, '\\$&')).join('%');
}

/** A pattern of RE2 that matches the text literally. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}-]/g, '\\$&');
}
