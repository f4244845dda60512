// A map by texts that are new each time: that of the language first looks for the text among all
// that the program knows, which takes longer than all of this.

const BUCKETS = 1;

interface Entry<V> {
  text: string;
  value: V;
  next: Entry<V> | undefined;
}

export class TextMap<V> {
  #buckets: (Entry<V> | undefined)[] = [undefined];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(text: string): V | undefined {
    let entry = this.#buckets[placeOf(text) & (this.#buckets.length - 1)];
    while (entry !== undefined && entry.text !== text) entry = entry.next;
    return entry?.value;
  }

  /** Puts in a text that is not there yet. */
  add(text: string, value: V): void {
    this.#size++;
    if (this.#size * BUCKETS > this.#buckets.length) this.#grow();
    this.#put(text, value);
  }

  #put(text: string, value: V): void {
    const place = placeOf(text) & (this.#buckets.length - 1);
    this.#buckets[place] = { text, value, next: this.#buckets[place] };
  }

  #grow(): void {
    const before = this.#buckets;
    this.#buckets = Array.from({ length: before.length * 2 }, () => undefined);
    for (const bucket of before) {
      for (let entry = bucket; entry !== undefined; entry = entry.next) {
        this.#put(entry.text, entry.value);
      }
    }
  }
}

/** By its length and some of its characters, which tell apart what products call things. */
function placeOf(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  let place = length;
  const step = Math.max(1, length >> 3);
  for (let at = length - 1; at >= 0; at -= step) {
    place = (Math.imul(place, 31) + text.charCodeAt(at)) | 0;
  }
  return place ^ (place >>> 15);
}
