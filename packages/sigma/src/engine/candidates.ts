// An index from what an event has to the rules that need it, so that a rule that can't match costs
// nothing. Built from the rules' witnesses.
import type { AliasesOf } from '../match/test-of.ts';
import type { FieldTable } from '../match/fields.ts';
import { createLiterals, type Literals } from '../match/literals.ts';
import type { Slot } from '../match/slot.ts';
import type { Subject } from '../match/subject.ts';
import type { Witness } from '../match/witness.ts';

interface FieldIndex {
  slot: Slot;
  /** Rules by a value of the field, folded. */
  values: Map<string, number[]>;
  parts: Map<string, number[]>;
  literals: Literals | undefined;
  /** Rules by the literals' numbers. */
  byLiteral: number[][];
  present: number[];
}

export class Candidates {
  readonly #fields = new Map<Slot, FieldIndex>();
  readonly #words = new Map<string, number[]>();
  #wordLiterals: Literals | undefined;
  #byWord: number[][] = [];
  readonly #always: number[] = [];
  readonly #seen: Uint32Array;
  #round = 0;

  constructor(
    witnesses: readonly (readonly Witness[] | undefined)[],
    fields: FieldTable,
    aliasesOf: readonly AliasesOf[],
  ) {
    this.#seen = new Uint32Array(witnesses.length);
    for (const [rule, facts] of witnesses.entries()) {
      if (facts === undefined) this.#always.push(rule);
      for (const fact of facts ?? []) this.#add(rule, fact, fields, aliasesOf[rule]!);
    }
    for (const index of this.#fields.values()) {
      if (index.parts.size === 0) continue;
      index.literals = createLiterals([...index.parts.keys()]);
      index.byLiteral = [...index.parts.values()];
    }
    if (this.#words.size > 0) {
      this.#wordLiterals = createLiterals([...this.#words.keys()]);
      this.#byWord = [...this.#words.values()];
    }
  }

  /** Numbers of the rules to try on the event, each once, in no order. */
  of(subject: Subject): number[] {
    this.#round = (this.#round + 1) >>> 0;
    if (this.#round === 0) this.#seen.fill(0);
    const found: number[] = [];
    this.#take(this.#always, found);
    for (const index of this.#fields.values()) {
      if (index.slot.isThere) this.#look(index, found);
    }
    this.#wordLiterals?.search(subject.folded(), (literal) =>
      this.#take(this.#byWord[literal]!, found),
    );
    return found;
  }

  #look(index: FieldIndex, found: number[]): void {
    const { slot, values, literals } = index;
    this.#take(index.present, found);
    if (values.size > 0) {
      for (const text of slot.folded()) {
        const rules = values.get(text);
        if (rules !== undefined) this.#take(rules, found);
      }
    }
    if (literals === undefined) return;
    const take = (literal: number) => this.#take(index.byLiteral[literal]!, found);
    for (const text of slot.folded()) literals.search(text, take);
    if (slot.composites.length === 0) return;
    for (const text of slot.renderedFolded()) literals.search(text, take);
  }

  #take(rules: readonly number[], found: number[]): void {
    for (const rule of rules) {
      if (this.#seen[rule] === this.#round) continue;
      this.#seen[rule] = this.#round;
      found.push(rule);
    }
  }

  #add(rule: number, fact: Witness, fields: FieldTable, aliasesOf: AliasesOf): void {
    if (fact.type === 'word') {
      if (fact.text === '') this.#always.push(rule);
      else listOf(this.#words, fact.text).push(rule);
      return;
    }
    const slot = fields.slot(fact.field, aliasesOf(fact.field));
    let index = this.#fields.get(slot);
    if (index === undefined) {
      const none = { literals: undefined, byLiteral: [], present: [] };
      index = { slot, values: new Map(), parts: new Map(), ...none };
      this.#fields.set(slot, index);
    }
    if (fact.type === 'value') listOf(index.values, fact.text).push(rule);
    else if (fact.type === 'part' && fact.text !== '') listOf(index.parts, fact.text).push(rule);
    else index.present.push(rule);
  }
}

function listOf<K, V>(map: Map<K, V[]>, key: K): V[] {
  let list = map.get(key);
  if (list === undefined) map.set(key, (list = []));
  return list;
}
