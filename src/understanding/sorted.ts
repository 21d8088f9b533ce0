/** The first place in a part of a rising list whose number is not below the wanted one; `to` when there is none. */
export function placeIn(list: Uint32Array, wanted: number, from = 0, to = list.length): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
