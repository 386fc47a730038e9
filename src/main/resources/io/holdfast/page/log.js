/*
 * One conversation as a list of items, each with its id once: what history tells and what comes
 * live, merged. Pure.
 *
 * An item: {id, from: user|agent|gateway, text, at, …}. `old` marks what history has told, whose
 * place is therefore certain. A user's item has a status: waiting, sending, accepted, rejected.
 */

export const EMPTY = { items: [], loaded: false, loading: "", more: false };

/** Adds an item at the end, unless its id is there already. */
export function append(log, item) {
  return log.items.some((each) => each.id === item.id) ? log : { ...log, items: [...log.items, item] };
}

/** Changes the item with this id, if it is there. */
export function change(log, id, fields) {
  if (!log.items.some((each) => each.id === id)) return log;
  return { ...log, items: log.items.map((each) => (each.id === id ? { ...each, ...fields } : each)) };
}

/** Completes a file of an item by what it contains; without that it is not kept any more. */
export function complete(log, { item, file, attachment }) {
  const found = log.items.find((each) => each.id === item);
  if (!found?.attachments?.[file]) return log;
  const more = attachment ? { data: attachment.data } : { gone: true };
  return change(log, item, {
    attachments: found.attachments.map((each, index) => (index === file ? { ...each, ...more } : each)),
  });
}

export const remove = (log, id) => ({ ...log, items: log.items.filter((each) => each.id !== id) });

/**
 * Merges a page of history.
 *
 * @param frame the `history` frame, its items in any order of time
 * @param older true when it answers "what was before the oldest", false for the newest page
 * @param kinds what notices were about, by delivery: history does not say
 */
export function merge(log, frame, older, kinds = new Map()) {
  const known = new Map(log.items.map((item) => [item.id, item]));
  const page = [...(frame.items ?? [])]
    .map((item, index) => ({ item, index, at: Date.parse(item.at) || 0 }))
    .sort((a, b) => a.at - b.at || a.index - b.index)
    .map(({ item, at }) => fromHistory(item, at, known.get(item.id), kinds));
  const ids = new Set(page.map((item) => item.id));
  const rest = log.items.filter((item) => !ids.has(item.id));
  if (older) return { ...log, items: [...page, ...rest], more: frame.more === true, loading: "" };
  return newest(log, page, rest, frame.more === true, ids);
}

/**
 * The newest page: what history told before is older than it, what came live since is newer. If it
 * does not touch what was known there is a gap between, which scrolling up shall fill.
 */
function newest(log, page, rest, more, ids) {
  const before = rest.filter((item) => item.old);
  const after = rest.filter((item) => !item.old && !item.partial);
  const touches = !more || log.items.some((item) => item.old && ids.has(item.id));
  const items = touches ? [...before, ...page, ...after] : [...page, ...after];
  return { items, loaded: true, loading: "", more: touches && log.loaded ? log.more && more : more };
}

function fromHistory(item, at, known, kinds) {
  const fresh = {
    id: item.id,
    from: item.from,
    text: item.text ?? "",
    at,
    turn: item.turn ?? known?.turn ?? "",
    old: true,
    ...(item.attachments && !known?.attachments?.length ? { attachments: item.attachments } : {}),
  };
  if (item.from === "user") return { ...known, ...fresh, status: "accepted" };
  if (item.from === "gateway")
    return {
      ...known,
      ...fresh,
      kind: item.kind ?? known?.kind ?? kinds.get(item.id) ?? "command",
      options: item.options ?? known?.options ?? [],
    };
  return { ...known, ...fresh };
}

/** The messages that a reply answers, where that is not simply the one right above it. */
export function answered(items, index) {
  const item = items[index];
  if (item.from !== "agent" || item.part > 1) return null;
  const isAnswered = (each) =>
    each.from === "user" && (item.inReplyTo ? item.inReplyTo.includes(each.id) : each.turn && each.turn === item.turn);
  const above = items.slice(0, index);
  const last = above.findLast((each) => each.from === "user");
  if (!last || isAnswered(last)) return null;
  return above.findLast(isAnswered) ?? null;
}
