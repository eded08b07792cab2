/**
 * Every state that has been met, each a row of whole numbers, kept without an object of its own: there are millions, and to look one up costs
 * what it costs to get two places of the memory near.
 */
export class Seen {
  /** Rows, each after its length. */
  #pool = new Int32Array(1 << 10);
  #used = 0;
  /** Where in the pool each state begins. */
  #starts = new Int32Array(1 << 7);
  /** Open addressing in pairs: where in the pool the row begins, + 1 (0: nowhere), and its hash. */
  #slots = new Int32Array(1 << 9);
  size = 0;

  /** @returns the number of the state when it is new, otherwise −1 */
  add(row: Int32Array, length: number): number {
    if (this.size * 4 >= this.#slots.length) this.#rehash();
    const slots = this.#slots;
    const hash = hashOf(row, length);
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (let start = at(slots, slot); start !== 0; start = at(slots, slot)) {
      if (slots[slot + 1] === hash && this.#is(start - 1, row, length)) return -1;
      slot = (slot + 2) & mask;
    }
    const start = this.#used;
    slots[slot] = start + 1;
    slots[slot + 1] = hash;
    if (start + length >= this.#pool.length) this.#pool = twice(this.#pool);
    if (this.size >= this.#starts.length) this.#starts = twice(this.#starts);
    const pool = this.#pool;
    pool[start] = length;
    // By hand: for a dozen numbers it is quicker than set().
    for (let i = 0; i < length; i += 1) pool[start + 1 + i] = at(row, i);
    this.#used = start + 1 + length;
    this.#starts[this.size] = start;
    this.size += 1;
    return this.size - 1;
  }

  get(number: number): Int32Array {
    const start = at(this.#starts, number);
    return this.#pool.subarray(start + 1, start + 1 + at(this.#pool, start));
  }

  #is(start: number, row: Int32Array, length: number): boolean {
    const pool = this.#pool;
    if (pool[start] !== length) return false;
    for (let i = 0; i < length; i += 1) if (pool[start + 1 + i] !== row[i]) return false;
    return true;
  }

  #rehash(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    const mask = slots.length - 1;
    for (let old = 0; old < before.length; old += 2) {
      if (before[old] === 0) continue;
      const hash = at(before, old + 1);
      let slot = (hash << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = at(before, old);
      slots[slot + 1] = hash;
    }
    this.#slots = slots;
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
