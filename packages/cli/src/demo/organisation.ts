// A made-up company: who works there, on what, and from where. Addresses are of the ranges that are
// kept for documentation (RFC 5737, RFC 3849).

export type Office = 'berlin' | 'lisbon' | 'new-york';

export interface Person {
  login: string;
  name: string;
  /** Account number on GitHub. */
  id: number;
  team: string;
  office: Office;
  lead?: true;
}

export interface Service {
  name: string;
  team: string;
  language: string;
  /** Changes in a usual week. */
  pace: number;
  /** Share of production deployments that go wrong. */
  risk: number;
}

export const organisation = { login: 'acme', id: 9_174_002, domain: 'acme.example' };

const rows: [login: string, name: string, team: string, office: Office, lead?: true][] = [
  ['hlindqvist', 'Hanna Lindqvist', 'payments', 'berlin', true],
  ['tomasz-k', 'Tomasz Kowalczyk', 'payments', 'berlin'],
  ['aoife-b', 'Aoife Brennan', 'payments', 'lisbon'],
  ['rsantos', 'Rita Santos', 'payments', 'lisbon'],
  ['dmarsh', 'Daniel Marsh', 'payments', 'new-york'],
  ['yukit', 'Yuki Tanabe', 'checkout', 'berlin', true],
  ['femi-o', 'Femi Okonkwo', 'checkout', 'lisbon'],
  ['clara-w', 'Clara Weiss', 'checkout', 'berlin'],
  ['jpark', 'Ji-woo Park', 'checkout', 'new-york'],
  ['mvega', 'Marisol Vega', 'identity', 'lisbon', true],
  ['sven-h', 'Sven Halvorsen', 'identity', 'berlin'],
  ['nadia-r', 'Nadia Rahmani', 'identity', 'berlin'],
  ['pgrant', 'Patrick Grant', 'identity', 'new-york'],
  ['olek-m', 'Oleksandr Melnyk', 'platform', 'berlin', true],
  ['ines-f', 'Inês Ferreira', 'platform', 'lisbon'],
  ['kbauer', 'Katrin Bauer', 'platform', 'berlin'],
  ['tjames', 'Tiana James', 'platform', 'new-york'],
  ['arjun-s', 'Arjun Subramanian', 'platform', 'new-york'],
  ['lmoreau', 'Luc Moreau', 'data', 'lisbon', true],
  ['eva-d', 'Eva Dvořáková', 'data', 'berlin'],
  ['hchen', 'Hao Chen', 'data', 'new-york'],
  ['zsofia-n', 'Zsófia Nagy', 'mobile', 'berlin', true],
  ['miguel-p', 'Miguel Pereira', 'mobile', 'lisbon'],
  ['bcole', 'Brianna Cole', 'mobile', 'new-york'],
  ['gweber', 'Gerd Weber', 'security', 'berlin', true],
  ['lhassan', 'Leila Hassan', 'security', 'lisbon'],
];

export const people: Person[] = rows.map(([login, name, team, office, lead], index) => {
  const person = { login, name, id: 4_200_117 + index * 7919, team, office };
  return lead ? Object.assign(person, { lead }) : person;
});

export const services: Service[] = [
  { name: 'pay', team: 'payments', language: 'Go', pace: 9, risk: 0.06 },
  { name: 'payouts', team: 'payments', language: 'Go', pace: 4, risk: 0.05 },
  { name: 'checkout', team: 'checkout', language: 'TypeScript', pace: 11, risk: 0.09 },
  { name: 'cart', team: 'checkout', language: 'TypeScript', pace: 6, risk: 0.05 },
  { name: 'sign-in', team: 'identity', language: 'Rust', pace: 4, risk: 0.03 },
  { name: 'accounts', team: 'identity', language: 'Go', pace: 6, risk: 0.05 },
  { name: 'gateway', team: 'platform', language: 'Go', pace: 4, risk: 0.04 },
  { name: 'notify', team: 'platform', language: 'Go', pace: 3, risk: 0.04 },
  { name: 'recommender', team: 'data', language: 'Python', pace: 5, risk: 0.12 },
  { name: 'search', team: 'data', language: 'Rust', pace: 4, risk: 0.06 },
  { name: 'mobile-api', team: 'mobile', language: 'Kotlin', pace: 7, risk: 0.07 },
  { name: 'storefront', team: 'mobile', language: 'TypeScript', pace: 8, risk: 0.06 },
];

export const bots = {
  ci: { login: 'github-actions[bot]', id: 41_898_282 },
  renovate: { login: 'acme-renovate[bot]', id: 29_139_614 },
  deployer: { login: 'acme-deployer[bot]', id: 77_312_450 },
};

/** Addresses from which an office reaches the internet. */
export const egress: Record<Office, { ip: string; country: string; city: string }> = {
  berlin: { ip: '203.0.113.17', country: 'DE', city: 'Berlin' },
  lisbon: { ip: '203.0.113.84', country: 'PT', city: 'Lisbon' },
  'new-york': { ip: '198.51.100.31', country: 'US', city: 'New York' },
};

export const clusters = { staging: 'eu-staging-1', production: 'eu-prod-1' };

/** The person of a login. Throws where there is none: the tables above disagree. */
export function personOf(login: string): Person {
  const found = people.find((person) => person.login === login);
  if (found === undefined) throw new Error(`nobody is called ${login}`);
  return found;
}

export function teamOf(team: string): Person[] {
  return people.filter((person) => person.team === team);
}

export function emailOf(person: Person): string {
  const plain = person.name.normalize('NFD').replaceAll(/[^A-Za-z -]/g, '');
  return `${plain.toLowerCase().replaceAll(' ', '.')}@${organisation.domain}`;
}
