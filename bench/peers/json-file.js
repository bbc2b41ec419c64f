/**
 * The shop as one JSON file, as the naive designs keep it: its movements as a list, its devices as a `list` (lowdb) or by
 * their codes (`keyed`, jq).
 */
export function* jsonOf(shop, devicesAre) {
  const keyed = devicesAre === 'keyed';
  yield `{\n  "devices": ${keyed ? '{' : '['}\n`;
  for (let index = 0; index < shop.devices; index++) {
    const { opening: _, ...device } = shop.device(index);
    const json = JSON.stringify({ ...device, quantity: shop.onHand(index) });
    yield `${index === 0 ? '' : ',\n'}    ${keyed ? `${JSON.stringify(device.code)}: ` : ''}${json}`;
  }
  yield `\n  ${keyed ? '}' : ']'},\n  "movements": [\n`;
  let first = true;
  for (const movement of everyMovement(shop)) {
    yield `${first ? '' : ',\n'}    ${JSON.stringify(movement)}`;
    first = false;
  }
  yield '\n  ]\n}\n';
}

/** Opening quantities and the movements after them, as records. */
export function* everyMovement(shop) {
  for (const { code, opening } of shop.everyDevice()) {
    const at = '2023-12-31T00:00:00.000Z';
    yield { at, by: 'li', code, change: opening, balance: opening, reason: 'opening', ref: null };
  }
  for (const { code, change, balance, at } of shop.pastMovements()) {
    const reason = change > 0 ? 'purchase' : 'sale';
    yield { at: new Date(at).toISOString(), by: 'li', code, change, balance, reason, ref: null };
  }
}
