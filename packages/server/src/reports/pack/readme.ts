import type { ReportModel } from './summary.ts';

/** README.txt: how to check the pack, with Acta's tools and without. */
export function readme(model: ReportModel): string {
  const { q, from, to } = model.query;
  return `EVIDENCE PACK

Log        ${model.origin}
Query      ${q === '' ? '(everything)' : q}
Range      ${from ?? 'the beginning'} to ${to ?? 'now'}
Events     ${model.events}, complete through log index ${model.through_index}
Checkpoint size ${model.head.size}, root ${model.head.root}
Made       ${model.created} for ${model.reader}

WHAT IS IN IT
manifest.json        query, range, counts, redactions, gaps, SHA-256 of every file
events.ndjson        one event a line: index, leaf, disclosures, tlog-proof
checkpoint           the signed state of the log that every proof ends in
checkpoints/         checkpoints at the start and end of the range
consistency.json     the proof that the later one extends the earlier one
population/          (if asked for) every leaf of the index range
report.html, .pdf    the same events for people
verify.html          checks this pack in a browser, offline
vkey                 the key that the log says is its own; information, not trust

WHOM YOU TRUST
A pack can't vouch for itself. Get the log's verifier key (one line, NAME+HASH+KEY) from a place
that you trust and that is not this pack: the log's operator in person, a contract, a witness.

CHECK IT
1. In a browser: open verify.html, drop the zip on the page, give the key. Works without network.
2. On the command line:
     acta verify --pack FILE.zip --vkey 'NAME+HASH+KEY'
   Exit code 0: all holds. 1: something does not. 2: could not check.
3. By other means, for one line of events.ndjson:
   - leaf: base64. Its SHA-256 with a zero byte before it is the leaf hash (RFC 6962 section 2.1).
   - proof: a C2SP tlog-proof (c2sp.org/tlog-proof). Any implementation of it checks that the
     leaf hash is in the tree of the checkpoint at its end, and that checkpoint's signature.
   - disclosures: RFC 9901. The SHA-256 of each disclosure's text, base64url, stands in an "_sd"
     list: the first one's in the leaf, the others' in the first one. So what a disclosure says is
     what the log committed to.
   - The checkpoint is a C2SP signed note: golang.org/x/mod/sumdb/note opens it.
`;
}
