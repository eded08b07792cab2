/** Every state that has been met, each a row of whole numbers, kept without an object of its own: there are millions. */
export class Seen {
  #pool = new Int32Array(1 << 10);
  #used = 0;
  /** Where in the pool each state begins; the last is where the next one will. */
  #starts = new Int32Array(1 << 7);
  /** Open addressing: a state's number + 1, or 0 where there is none. */
  #slots = new Int32Array(1 << 8);
  #hashes = new Int32Array(1 << 7);
  size = 0;

  /** @returns the number of the state when it is new, otherwise −1 */
  add(row: Int32Array, length: number): number {
    if (this.size * 2 >= this.#slots.length) this.#rehash();
    const hash = hashOf(row, length);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let other = at(this.#slots, slot); other !== 0; other = at(this.#slots, slot)) {
      if (at(this.#hashes, other - 1) === hash && this.#is(other - 1, row, length)) return -1;
      slot = (slot + 1) & mask;
    }
    const number = this.size;
    this.size += 1;
    this.#slots[slot] = number + 1;
    if (this.#used + length > this.#pool.length) this.#pool = twice(this.#pool);
    if (this.size >= this.#starts.length) {
      this.#starts = twice(this.#starts);
      this.#hashes = twice(this.#hashes);
    }
    // By hand: for a dozen numbers it is quicker than set().
    for (let i = 0; i < length; i += 1) this.#pool[this.#used + i] = at(row, i);
    this.#used += length;
    this.#starts[this.size] = this.#used;
    this.#hashes[number] = hash;
    return number;
  }

  get(number: number): Int32Array {
    return this.#pool.subarray(at(this.#starts, number), at(this.#starts, number + 1));
  }

  #is(number: number, row: Int32Array, length: number): boolean {
    const start = at(this.#starts, number);
    if (at(this.#starts, number + 1) - start !== length) return false;
    for (let i = 0; i < length; i += 1) if (this.#pool[start + i] !== row[i]) return false;
    return true;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.size; number += 1) {
      let slot = at(this.#hashes, number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

/** FNV-1a over numbers, then a finaliser: neighbours in the row differ in few bits. */
function hashOf(row: Int32Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i += 1) hash = Math.imul(hash ^ at(row, i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function twice(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

const at = (array: Int32Array, index: number): number => array[index] ?? 0;
