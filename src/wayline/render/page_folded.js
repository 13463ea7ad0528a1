const one = (where, from = document) => from.querySelector(where);
const all = (where, from = document) => [...from.querySelectorAll(where)];
const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter(child => child !== null));
  return made;
};

/* the cells of a folded stage become one a row, which says what they hold */
const spans = new WeakMap(), holders = new WeakMap();
const spanOf = cell => { if (!spans.has(cell)) spans.set(cell, cell.colSpan); return spans.get(cell); };
const many = (count, name) => count ? `${count.toLocaleString("en")} ${name}${count === 1 ? "" : "s"}` : "";
const inside = (cells, where) => cells.flatMap(cell => all(where, cell));
const lowest = cells => {
  const points = inside(cells, ".feeling[data-valence]"), measured = points.filter(point => point.classList.contains("measured"));
  const known = measured.length ? measured : points;
  if (!known.length) return "";
  const low = known.reduce((least, point) => Number(point.dataset.valence) < Number(least.dataset.valence) ? point : least);
  return `lowest: ${low.dataset.told}`;
};
const ofNumbers = (lane, cells) => {
  const shown = inside(cells, "a.num b").map(part => part.textContent);
  const first = shown[0], last = shown[shown.length - 1];
  if (lane === "measured-milestone" && shown.length > 1) return `${first} at the first step, ${last} at the last`;
  return shown.length === 1 ? first : many(shown.length, "number");
};
const held = (row, cells) => {
  const lane = row.dataset.lane || "";
  if (row.classList.contains("band-row")) return [];
  if (row.classList.contains("steps")) return [many(inside(cells, ".nth").length, "step"), many(inside(cells, ".milestone").length, "milestone")];
  if (lane === "measured-hour") return [many(inside(cells, "svg").length, "clock")];
  if (lane.startsWith("measured-")) return [ofNumbers(lane, cells)];
  if (lane === "windows" || lane === "handoffs") return [many(inside(cells, ".contact").length, lane.slice(0, -1)), many(inside(cells, ".contact a.num").length, "number")];
  return [many(inside(cells, ".card:not(.away)").length, "card"), many(inside(cells, ".ghost, .ghost-step").length, "ghost step"), lowest(cells)];
};
const gather = (row, total, stageOf, folded) => {
  all(".held", row).forEach(part => part.remove());
  const groups = new Map();
  let column = total;
  for (const cell of [...row.cells].reverse()) {
    const span = spanOf(cell);
    column -= span;
    if (column < 0) break;
    cell.hidden = false;
    cell.colSpan = span;
    cell.classList.remove("folded");
    const stage = stageOf(column);
    holders.set(cell, stage);
    if (folded.has(stage) && stageOf(column + span - 1) === stage && !cell.classList.contains("flow")) groups.set(stage, [cell, ...(groups.get(stage) || [])]);
  }
  groups.forEach(cells => {
    const [first, ...rest] = cells, words = held(row, cells).filter(Boolean);
    rest.forEach(cell => { cell.hidden = true; });
    first.colSpan = cells.reduce((sum, cell) => sum + spanOf(cell), 0);
    first.classList.add("folded");
    if (!row.classList.contains("band-row")) first.append(make("span", { class: "held" }, ...(words.length ? words.map(word => make("span", {}, word)) : ["–"])));
  });
};
