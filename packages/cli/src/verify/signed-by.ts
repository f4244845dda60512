import { evaluatePolicy, LogError, parsePolicy, parseVkey, type Policy } from '@acta/log';
import type { Finding, Trust } from '@acta/sdk';

/** Findings where a signed checkpoint does not satisfy what the user trusts. */
export async function trustFindings(
  trust: Trust,
  checkpoint: string,
  where: string,
): Promise<Finding[]> {
  const policy = policyOf(trust);
  const expected = policy.logs.map(({ vkey }) => `${vkey.name}+${vkey.keyId}`).join(' or ');
  const finding = (what: string, wanted: string, found: string) => [
    { what, where, expected: wanted, found },
  ];
  const what = 'checkpoint not signed by a key that you trust';
  try {
    const result = await evaluatePolicy(policy, checkpoint);
    if (result.invalid.length > 0) {
      return finding(
        what,
        expected,
        `a signature that does not verify: ${result.invalid.join(', ')}`,
      );
    }
    if (result.log === null)
      return finding(what, expected, `another signer of ${result.checkpoint.origin}`);
    if (!result.quorum) {
      const found = result.witnesses.map(({ name }) => name).join(', ') || 'no cosignature';
      return finding('quorum of witnesses not reached', policy.quorum?.name ?? 'a quorum', found);
    }
    return [];
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return finding(what, expected, error.message);
  }
}

function policyOf(trust: Trust): Policy {
  if ('policy' in trust) return parsePolicy(trust.policy);
  const vkeys = trust.vkeys.map((line) => parseVkey(line));
  const logs = vkeys.filter(({ algorithm }) => algorithm === 'ed25519').map((vkey) => ({ vkey }));
  return { logs, witnesses: [], quorum: null };
}
