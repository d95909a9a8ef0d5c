// What a chart or map says about the thing under the pointer, built as elements (the policy forbids inline styles in text).

/** `rows` are [name, value, colour or ""]; direction follows the page's language. */
export function tip(title, rows, direction) {
  const box = document.createElement("div");
  box.className = "tip";
  box.dir = direction;
  const head = document.createElement("div");
  head.className = "tip-title";
  head.textContent = title;
  box.append(head);
  for (const [name, value, colour] of rows) {
    const row = document.createElement("div");
    row.className = "tip-row";
    const label = document.createElement("span");
    label.textContent = name;
    if (colour) label.prepend(dot(colour));
    const number = document.createElement("b");
    number.textContent = value;
    row.append(label, number);
    box.append(row);
  }
  return box;
}

function dot(colour) {
  const mark = document.createElement("span");
  mark.className = "tip-dot";
  mark.style.background = colour;
  return mark;
}
