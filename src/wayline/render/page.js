const table = one("table.map"), region = one(".scroll");
const status = make("p", { class: "quiet", role: "status" });
document.body.append(status);

/* the panel: shows what a link of the map leads to, beside the map */
const panelBody = make("div", { class: "panel-body" });
const panelTitle = make("h2", { id: "panel-title", tabindex: "-1" });
const back = make("button", { type: "button", onclick: () => turn(-1) }, "‹ Previous step");
const forth = make("button", { type: "button", onclick: () => turn(1) }, "Next step ›");
const panel = make("dialog", { class: "side-panel", "aria-labelledby": "panel-title" },
  make("div", { class: "panel-head" }, panelTitle, make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => shut() }, "✕")),
  panelBody, make("div", { class: "panel-foot" }, back, forth));
document.body.append(panel);
let opener = null, shown = null, level = null;

const entries = () => all("details.entry");
const neighbour = (target, by) => {
  const list = entries(), entry = target.closest("details.entry"), figure = target.closest(".figure");
  const next = list[list.indexOf(entry) + by];
  if (!next || next.parentElement !== entry.parentElement) return null;
  if (!figure) return next;
  const label = figure.dataset.label;
  return all(".figure", next).find(other => other.dataset.label === label) || next;
};
const turn = by => { const next = shown && neighbour(shown, by); if (next) show(next); };
const whole = query => {
  const parts = (query.dataset.parts || "").split(" ").filter(Boolean).map(part => document.getElementById("sql-" + part).textContent);
  return parts.length ? parts.join("\n),\n") + "\n)\n" + query.textContent : query.textContent;
};
const copier = text => make("button", { type: "button", onclick: event => {
  const said = done => { event.target.textContent = done; };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => said("Copied"), () => said("Select the text and copy it"));
  else said("Select the text and copy it");
} }, "Copy the SQL");
const show = target => {
  shown = target;
  const entry = target.closest("details.entry"), title = one("summary", entry).textContent.trim();
  const isEntry = target === entry;
  const copy = target.cloneNode(true);
  all("[id]", copy).concat(copy).forEach(part => part.removeAttribute("id"));
  const heading = isEntry ? null : make("p", { class: "eyebrow" }, target.dataset.label);
  panelTitle.textContent = title;
  const children = isEntry ? [...copy.childNodes].filter(child => child.nodeName !== "SUMMARY") : [...copy.childNodes];
  panelBody.replaceChildren(...[heading, ...children].filter(Boolean));
  all("details.sql", panelBody).forEach(sql => {
    const query = one("pre", sql), parts = one(".parts", sql), text = whole(query);
    if (parts) parts.remove();
    query.textContent = text;
    query.before(copier(text));
  });
  if (!isEntry) panelBody.append(make("p", {}, make("a", { href: "#" + entry.id, class: "aside" }, "Everything about this step or element")));
  all("[data-level]", panelBody).forEach(row => row.classList.toggle("now", row.dataset.level === level));
  back.disabled = !neighbour(target, -1);
  forth.disabled = !neighbour(target, 1);
  if (!panel.open) panel.show();
  panelBody.scrollTop = 0;
  panelTitle.focus();
};
const shut = () => { panel.close(); shown = null; if (opener && opener.isConnected) opener.focus(); };
panel.addEventListener("keydown", event => { if (event.key === "Escape") { event.stopPropagation(); shut(); } });
document.addEventListener("click", event => {
  const link = event.target.closest('a[href^="#n-"], a[href^="#w-"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = document.getElementById(link.getAttribute("href").slice(1));
  if (!target) return;
  event.preventDefault();
  if (!panel.contains(link)) opener = event.detail ? link : link.closest("table.map td, table.map th") || link;
  show(target);
});

if (!table) return;

/* moving through the grid by keyboard */
table.setAttribute("role", "grid");
table.setAttribute("aria-readonly", "true");
all("a", table).forEach(link => { link.tabIndex = -1; });
let matrix = null, here = null;
const folded = new Set();
const stages = all("th.stage", table).map((cell, number) => ({ cell, number, span: cell.colSpan, first: 0, id: cell.dataset.stage }));
stages.reduce((column, stage) => { stage.first = column; return column + stage.span; }, 0);
const total = stages.reduce((sum, stage) => sum + stage.span, 0);
const stageOf = column => stages.find(stage => column >= stage.first && column < stage.first + stage.span);
const read = () => {
  matrix = [];
  const over = [];
  for (const row of table.rows) {
    const line = [];
    let column = 0;
    for (const cell of row.cells) {
      if (cell.hidden) continue;
      while (over[column] && over[column].rows > 0) { line[column] = over[column].cell; over[column].rows -= 1; column += 1; }
      for (let more = 0; more < cell.colSpan; more += 1) {
        line[column] = cell;
        if (cell.rowSpan > 1) over[column] = { cell, rows: cell.rowSpan - 1 };
        column += 1;
      }
    }
    while (over[column] && over[column].rows > 0) { line[column] = over[column].cell; over[column].rows -= 1; column += 1; }
    if (!row.hidden) matrix.push(line);
  }
};
const placeOf = cell => {
  for (let row = 0; row < matrix.length; row += 1) {
    const column = matrix[row].indexOf(cell);
    if (column >= 0) return [row, column];
  }
  return [0, 0];
};
const go = cell => {
  if (!cell) return;
  if (here) here.tabIndex = -1;
  here = cell;
  cell.tabIndex = 0;
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
};
const step = (row, column, down, right) => {
  const from = matrix[row][column];
  let cell = from;
  while (cell === from) {
    row += down;
    column += right;
    if (!matrix[row] || column < 0 || column >= matrix[row].length) return null;
    cell = matrix[row][column];
  }
  return cell;
};
const first = one("tbody th", table) || one("th", table);
if (first) { first.tabIndex = 0; here = first; }
let homeColumn = 0;
table.addEventListener("focusin", event => {
  const cell = event.target.closest("td, th");
  if (cell && event.target === cell) { if (here && here !== cell) here.tabIndex = -1; here = cell; cell.tabIndex = 0; }
});
table.addEventListener("mousedown", event => {
  const cell = event.target.closest("td, th");
  if (cell && !event.target.closest("a, button, summary")) { if (here) here.tabIndex = -1; here = cell; cell.tabIndex = 0; }
});
const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
table.addEventListener("keydown", event => {
  const cell = event.target.closest("td, th");
  if (!cell || event.altKey || event.metaKey) return;
  if (event.target !== cell) { within(event, cell); return; }
  if (!matrix) read();
  const [row, column] = placeOf(cell);
  let next = null;
  if (moves[event.key]) {
    const [down, right] = moves[event.key];
    const at = down && matrix[row][homeColumn] === cell ? homeColumn : column;
    next = step(row, at, down, right);
    if (right && next) homeColumn = placeOf(next)[1]; else homeColumn = at;
  } else if (event.key === "Home") next = matrix[event.ctrlKey ? 0 : row][0];
  else if (event.key === "End") { const line = matrix[event.ctrlKey ? matrix.length - 1 : row]; next = line[line.length - 1]; }
  else if (event.key === "PageDown" || event.key === "PageUp") {
    const line = matrix[Math.max(0, Math.min(matrix.length - 1, row + (event.key === "PageDown" ? 6 : -6)))];
    next = line[Math.min(column, line.length - 1)];
  } else if (event.key === "Enter" || event.key === " ") {
    const links = all("a, button", cell);
    if (links.length === 1) links[0].click(); else if (links.length) { links.forEach(link => { link.tabIndex = -1; }); links[0].focus(); }
    event.preventDefault();
    return;
  } else return;
  event.preventDefault();
  go(next);
});
const within = (event, cell) => {
  const links = all("a, button", cell), number = links.indexOf(event.target);
  if (event.key === "Escape") { event.preventDefault(); go(cell); }
  else if (moves[event.key]) { event.preventDefault(); (links[number + (event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1)] || cell).focus(); }
};

/* the strip of paths follows the widths of the columns */
const strip = one("svg.strip", table);
const places = ["x", "x1", "x2", "cx"];
const drawn = [];
if (strip) all("[x],[x1],[x2],[cx]", strip).forEach(shape => places.forEach(name => {
  const value = shape.getAttribute(name) || "";
  if (value.endsWith("%") && value !== "100%") drawn.push({ shape, name, at: parseFloat(value) / 100 * total });
}));
const paths = strip ? all("path[d]", strip).map(shape => ({ shape, words: shape.getAttribute("d").match(/[A-Z]|-?[\d.]+/g) })) : [];
const follow = () => {
  const cells = [...one("tr.steps", table).cells].slice(1).filter(cell => !cell.hidden);
  const widths = cells.flatMap(cell => Array(cell.colSpan).fill(cell.getBoundingClientRect().width / cell.colSpan)), sum = widths.reduce((a, b) => a + b, 0);
  if (!sum) return;
  const edges = widths.reduce((list, width) => [...list, list[list.length - 1] + width / sum * total], [0]);
  const moved = at => {
    const column = Math.max(0, Math.min(total - 1, Math.floor(at)));
    return edges[column] + (at - column) * (edges[column + 1] - edges[column]);
  };
  drawn.forEach(({ shape, name, at }) => {
    shape.setAttribute(name, (moved(at) / total * 100).toFixed(3) + "%");
    const stage = stageOf(Math.max(0, Math.min(total - 1, Math.floor(at))));
    if (shape.nodeName === "text") shape.classList.toggle("away", folded.has(stage));
  });
  paths.forEach(({ shape, words }) => {
    let command = "", place = 0;
    shape.setAttribute("d", words.map(word => {
      if (/[A-Z]/.test(word)) { command = word; place = 0; return word; }
      const across = command === "H" || (command !== "V" && place % 2 === 0);
      place += 1;
      return across ? (moved(Number(word) / 100) * 100).toFixed(2) : word;
    }).join(" "));
  });
};

/* stages fold to a narrow column */
const columns = all("colgroup col", table).slice(1);
const fold = (stage, away) => { if (away) folded.add(stage); else folded.delete(stage); };
const refold = () => {
  matrix = null;
  let room = 0;
  columns.forEach((column, number) => {
    const stage = stageOf(number), away = folded.has(stage);
    column.style.width = away ? `calc(var(--folded) / ${stage.span})` : "";
    room += away ? 0 : 1;
  });
  table.style.setProperty("--columns", String(room));
  table.style.setProperty("--folds", String(folded.size));
  stages.forEach(stage => { stage.cell.classList.toggle("folded", folded.has(stage)); stage.button.setAttribute("aria-expanded", String(!folded.has(stage))); });
  for (const row of table.rows) if (!row.querySelector(".stage")) gather(row, total, stageOf, folded);
  if (here && here.hidden) {
    const at = [...here.parentElement.cells].find(cell => !cell.hidden && holders.get(cell) === holders.get(here));
    here.tabIndex = -1;
    here = at || first;
    here.tabIndex = 0;
  }
  follow();
};
stages.forEach(stage => {
  const name = one(".stage-title", stage.cell).textContent;
  stage.button = make("button", { type: "button", class: "fold", tabindex: "-1", "aria-expanded": "true", "aria-label": "Show the steps of " + name,
    onclick: () => { fold(stage, !folded.has(stage)); refold(); say(); } });
  stage.cell.prepend(stage.button);
});
const say = () => { status.textContent = folded.size ? `${folded.size} of ${stages.length} stages folded` : "All stages open"; allFolded.setAttribute("aria-pressed", String(folded.size === stages.length)); };

/* tools */
const lanes = new Map();
all("tr[data-lane]", table).forEach(row => {
  const head = one("th[scope=row]", row);
  if (!lanes.has(row.dataset.lane)) lanes.set(row.dataset.lane, { title: (one(".lane-title", head) || head.childNodes[1] || head).textContent, rows: [] });
  lanes.get(row.dataset.lane).rows.push(row);
});
const boxes = [];
const choices = [...lanes.values()].map(lane => {
  const box = make("input", { type: "checkbox", onchange: () => { lane.rows.forEach(row => { row.hidden = !box.checked; }); matrix = null; counted(); } });
  box.checked = true;
  boxes.push(box);
  return make("label", {}, box, " ", lane.title);
});
const lanesHead = make("summary", {}, "Lanes");
const counted = () => { const left = boxes.filter(box => box.checked).length; lanesHead.textContent = left === boxes.length ? "Lanes" : `Lanes (${left} of ${boxes.length})`; };
const pick = wanted => boxes.forEach(box => { if (box.checked !== wanted) box.click(); });
const chooser = make("details", { class: "lanes" }, lanesHead, make("div", { class: "choices" },
  make("p", {}, make("button", { type: "button", onclick: () => pick(true) }, "All"), " ", make("button", { type: "button", onclick: () => pick(false) }, "None")), ...choices));
document.addEventListener("click", event => { if (chooser.open && !chooser.contains(event.target)) chooser.open = false; });
chooser.addEventListener("keydown", event => { if (event.key === "Escape") { chooser.open = false; lanesHead.focus(); } });

let hits = [], hit = -1, texts = null;
const found = make("span", { class: "found", role: "status" });
const search = make("input", { type: "search", placeholder: "Find on the map", "aria-label": "Find on the map", oninput: () => seek(search.value),
  onkeydown: event => { if (event.key === "Enter") { event.preventDefault(); leap(event.shiftKey ? -1 : 1); } else if (event.key === "Escape") { search.value = ""; seek(""); } } });
const seek = asked => {
  texts = texts || all(".card, .step-title, .stage-title, .contact, .chip, .milestone, .lane-title, .feeling", table).map(part => [part, part.textContent.toLowerCase()]);
  hits.forEach(part => part.classList.remove("hit", "now"));
  const wanted = asked.trim().toLowerCase();
  hits = wanted ? texts.filter(([, text]) => text.includes(wanted)).map(([part]) => part) : [];
  hits.forEach(part => part.classList.add("hit"));
  hit = -1;
  found.textContent = wanted ? (hits.length ? `${hits.length} found` : "nothing found") : "";
  if (hits.length) leap(1);
};
const leap = by => {
  if (!hits.length) return;
  if (hits[hit]) hits[hit].classList.remove("now");
  hit = (hit + by + hits.length) % hits.length;
  hits[hit].classList.add("now");
  const around = holders.get(hits[hit].closest("td, th"));
  if (folded.has(around)) { fold(around, false); refold(); say(); }
  hits[hit].scrollIntoView({ block: "nearest", inline: "nearest" });
  found.textContent = `${hit + 1} of ${hits.length}`;
};
const press = (name, action) => { const button = make("button", { type: "button", "aria-pressed": "false", onclick: () => { const on = button.getAttribute("aria-pressed") !== "true"; button.setAttribute("aria-pressed", String(on)); action(on); } }, name); return button; };
const overview = press("Overview", on => { table.classList.toggle("overview", on); follow(); });
const allFolded = press("Fold all stages", on => { stages.forEach(stage => fold(stage, on)); refold(); status.textContent = on ? "All stages folded" : "All stages open"; });

/* the story: one step after the other */
const scenes = all("details.entry").filter(entry => one("summary .nth", entry));
const told = ["reached", "converted", "left", "time_to_next", "emotion"];
let scene = 0;
const storyTitle = make("h2", { id: "story-title", tabindex: "-1" }), storyWhere = make("p", { class: "eyebrow" }), storyBody = make("div", { class: "story-body", tabindex: "0", role: "group", "aria-labelledby": "story-title" });
const storyBack = make("button", { type: "button", onclick: () => tell(scene - 1) }, "‹ Back"), storyOn = make("button", { type: "button", onclick: () => tell(scene + 1) }, "Go on ›");
const story = make("dialog", { class: "story", "aria-labelledby": "story-title" }, make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => story.close() }, "✕"),
  storyWhere, storyTitle, storyBody, make("div", { class: "panel-foot" }, storyBack, storyOn));
document.body.append(story);
const tell = number => {
  if (!scenes[number]) return;
  scene = number;
  const entry = scenes[number], persona = one(".persona b");
  storyWhere.textContent = `${persona ? persona.textContent + " · " : ""}${number + 1} of ${scenes.length}`;
  storyTitle.textContent = one("summary", entry).textContent.trim();
  const parts = [one(".scene", entry), one(".facts-list", entry)].filter(Boolean).map(part => part.cloneNode(true));
  const measured = all(".figure", entry).filter(figure => told.includes(figure.dataset.measure)).map(figure => make("li", { dir: "auto" }, one(".sentence", figure).textContent));
  if (measured.length) parts.push(make("h3", {}, "Measured"), make("ul", {}, ...measured));
  else parts.push(make("p", { class: "aside" }, "Nothing is measured here."));
  storyBody.replaceChildren(...parts);
  storyBack.disabled = number === 0;
  storyOn.disabled = number === scenes.length - 1;
  storyTitle.focus();
};
story.addEventListener("keydown", event => {
  if (event.key === "ArrowRight" || event.key === "PageDown") { event.preventDefault(); tell(scene + 1); }
  if (event.key === "ArrowLeft" || event.key === "PageUp") { event.preventDefault(); tell(scene - 1); }
});
const begin = make("button", { type: "button", onclick: () => { story.showModal(); tell(0); } }, "Tell the story");

/* presentation: the whole, each stage, what is not known */
const slides = ["top", ...stages, "end"];
let slide = -1;
const where = make("span", { role: "status" });
const stage = make("div", { class: "presenter" }, make("button", { type: "button", onclick: () => present(slide - 1) }, "‹ Back"), where,
  make("button", { type: "button", onclick: () => present(slide + 1) }, "Next ›"), make("button", { type: "button", onclick: () => present(-1) }, "End"));
stage.hidden = true;
document.body.append(stage);
const present = number => {
  if (number >= slides.length || (number < 0 && slide < 0)) return;
  if (number < 0 && slide === 0) number = -1;
  slide = number;
  const on = number >= 0, what = slides[number];
  document.body.classList.toggle("presenting", on);
  stage.hidden = !on;
  if (on) document.body.dataset.slide = typeof what === "string" ? what : "stage"; else delete document.body.dataset.slide;
  stages.forEach(part => fold(part, on && typeof what !== "string" && part !== what));
  refold();
  if (on) { where.textContent = `${number + 1} of ${slides.length}`; stage.children[2].focus(); window.scrollTo(0, 0); if (region) region.scrollLeft = 0; }
  else starter.focus();
};
document.addEventListener("keydown", event => {
  if (slide < 0 || panel.open || event.target.closest("table.map, input")) return;
  if (["ArrowRight", "PageDown"].includes(event.key)) { event.preventDefault(); present(slide + 1); }
  if (["ArrowLeft", "PageUp"].includes(event.key) && slide > 0) { event.preventDefault(); present(slide - 1); }
  if (event.key === "Escape") present(-1);
});
const starter = make("button", { type: "button", onclick: () => present(0) }, "Present");

/* numbers of all, or of one level of the segment */
const parts = all("template.level");
const cells = all("tbody.measured tr[data-lane^='measured-']", table).map(row => ({ lane: row.dataset.lane, cells: [...row.cells].slice(1).map(cell => ({ cell, whole: [...cell.childNodes] })) }));
const heads = stages.map(part => ({ id: part.id, cell: part.cell, whole: one(".numbers", part.cell) }));
const whose = make("p", { class: "whose", role: "status" });
whose.hidden = true;
const asLinks = root => { all("a", root).forEach(link => { link.tabIndex = -1; }); return root; };
const swap = part => {
  level = part ? part.dataset.level : null;
  const source = part ? asLinks(part.content.cloneNode(true)) : null;
  cells.forEach(row => {
    const from = source && one(`tr[data-lane="${row.lane}"]`, source), given = from ? [...from.cells].slice(1) : [];
    row.cells.forEach(({ cell, whole }, number) => cell.replaceChildren(...(part ? (given[number] ? [...given[number].childNodes] : ["–"]) : whole)));
  });
  heads.forEach(({ id, cell, whole }) => {
    const now = one(".numbers", cell), next = part ? one(`[data-stage="${CSS.escape(id)}"] .numbers`, source) : whole;
    if (now) now.remove();
    if (next) cell.append(next);
  });
  if (folded.size) refold();
  whose.hidden = !part;
  whose.textContent = part ? `Numbers of “${level}”: ${part.dataset.subjects}. The path, ghost steps, contacts and sentences are those of all.` : "";
  texts = null;
};
const levelChoice = parts.length ? make("select", { "aria-label": "Whose numbers", onchange: event => swap(parts[event.target.value - 1]) },
  make("option", { value: "0" }, "Numbers of all"), ...parts.map((part, number) => make("option", { value: String(number + 1) }, part.dataset.level))) : null;

/* cards of all personas, or of one */
const named = [...new Set(all("[data-persona]", table).map(card => card.dataset.persona))];
const own = one(".persona b");
const personas = named.length ? [own ? own.textContent : "The map’s own persona", ...named] : [];
const keep = wanted => { all(".card", table).forEach(card => card.classList.toggle("away", wanted > 0 && (card.dataset.persona || personas[0]) !== personas[wanted - 1])); matrix = null; if (folded.size) refold(); };
const personaChoice = personas.length ? make("select", { "aria-label": "Whose cards", onchange: event => keep(Number(event.target.value)) },
  make("option", { value: "0" }, "Cards of all"), ...personas.map((name, number) => make("option", { value: String(number + 1) }, name))) : null;

const tools = make("div", { class: "tools", role: "group", "aria-label": "Tools for the map" }, search, found, chooser, levelChoice, personaChoice, overview, stages.length > 1 ? allFolded : null, scenes.length ? begin : null, starter);
region.before(tools, whose);
window.addEventListener("resize", () => { if (folded.size) follow(); });
document.documentElement.classList.add("scripted");
