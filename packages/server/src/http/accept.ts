// Content negotiation, as far as we need it (RFC 9110 §12.5.3).

/** Whether `Accept-Encoding` takes gzip: named or `*`, and not with weight 0. */
export function acceptsGzip(header: string | string[] | undefined): boolean {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  let any = false;
  for (const part of text.split(',')) {
    const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
    const refused = parameters.some((parameter) => /^\s*q=0(\.0{0,3})?\s*$/.test(parameter));
    if (name.trim() === 'gzip') return !refused;
    if (name.trim() === '*') any = !refused;
  }
  return any;
}
