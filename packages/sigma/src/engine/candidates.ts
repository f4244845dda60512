// An index from what an event has to the rules that need it, so that a rule that can't match costs
// nothing. Built from the rules' witnesses.
import type { AliasesOf } from '../match/test-of.ts';
import type { FieldTable } from '../match/fields.ts';
import { createLiterals } from '../match/literals.ts';
import type { Slot } from '../match/slot.ts';
import type { Subject } from '../match/subject.ts';
import { TextMap } from '../match/text-map.ts';
import type { Witness } from '../match/witness.ts';
import { textsWith } from '../match/words.ts';

class FieldIndex {
  /** Rules by a value of the field, folded. */
  readonly values = new TextMap<number[]>();
  readonly parts = new Map<string, number[]>();
  search: Search | undefined = undefined;
  readonly present: number[] = [];
}

/** Looks for literals in a text, and takes the rules of those that it holds. */
type Search = (text: string) => void;

type Visit = (rule: number) => void;

export class Candidates {
  /** By the slot's number. */
  readonly #fields: (FieldIndex | undefined)[] = [];
  readonly #words: ((subject: Subject) => void) | undefined;
  readonly #always: number[] = [];
  readonly #seen: Uint32Array;
  #round = 0;
  readonly #visit: Visit;

  /** @param visit called with the number of each rule to try, once for an event, in no order */
  constructor(
    witnesses: readonly (readonly Witness[] | undefined)[],
    fields: FieldTable,
    aliasesOf: readonly AliasesOf[],
    visit: Visit,
  ) {
    this.#seen = new Uint32Array(witnesses.length);
    this.#visit = visit;
    const words = new Map<string, number[]>();
    for (const [rule, facts] of witnesses.entries()) {
      if (facts === undefined) this.#always.push(rule);
      for (const fact of facts ?? []) {
        if (fact.type !== 'word') this.#add(rule, fact, fields, aliasesOf[rule]!);
        else if (fact.text === '') this.#always.push(rule);
        else listOf(words, fact.text).push(rule);
      }
    }
    this.#words = this.#wordsOf(words);
    for (const index of this.#fields) {
      if (index !== undefined) index.search = this.#searchFor(index.parts);
    }
  }

  /** Visits the rules to try on the event. */
  find(subject: Subject): void {
    this.#round = (this.#round + 1) >>> 0;
    if (this.#round === 0) this.#seen.fill(0);
    this.#take(this.#always);
    subject.fields.eachFilled(this.#lookAt);
    this.#words?.(subject);
  }

  readonly #lookAt = (slot: Slot): void => {
    const { values, search, present } = this.#fields[slot.id]!;
    if (present.length > 0) this.#take(present);
    if (values.size > 0) {
      for (const text of slot.folded()) {
        const rules = values.get(text);
        if (rules !== undefined) this.#take(rules);
      }
    }
    if (search === undefined) return;
    for (const text of slot.folded()) search(text);
    for (const text of slot.renderedFolded()) search(text);
  };

  #searchFor(parts: Map<string, number[]>): Search | undefined {
    if (parts.size === 0) return undefined;
    const literals = createLiterals([...parts.keys()]);
    const rules = [...parts.values()];
    const take = (literal: number): void => this.#take(rules[literal]!);
    return (text) => literals.search(text, take);
  }

  #wordsOf(words: Map<string, number[]>): ((subject: Subject) => void) | undefined {
    const search = this.#searchFor(words);
    if (search === undefined) return undefined;
    const texts = textsWith([...words.keys()]);
    return (subject) => texts(subject, search);
  }

  #take(rules: readonly number[]): void {
    for (const rule of rules) {
      if (this.#seen[rule] === this.#round) continue;
      this.#seen[rule] = this.#round;
      this.#visit(rule);
    }
  }

  #add(
    rule: number,
    fact: Exclude<Witness, { type: 'word' }>,
    fields: FieldTable,
    aliasesOf: AliasesOf,
  ): void {
    const { id } = fields.watched(fact.field, aliasesOf(fact.field));
    const index = (this.#fields[id] ??= new FieldIndex());
    if (fact.type === 'value') listOf(index.values, fact.text).push(rule);
    else if (fact.type === 'part' && fact.text !== '') listOf(index.parts, fact.text).push(rule);
    else index.present.push(rule);
  }
}

function listOf(map: Map<string, number[]> | TextMap<number[]>, key: string): number[] {
  let list = map.get(key);
  if (list === undefined) {
    list = [];
    if (map instanceof TextMap) map.add(key, list);
    else map.set(key, list);
  }
  return list;
}
