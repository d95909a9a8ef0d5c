// Copying from a table gives plain numbers (1234, not "1,234" or "١٬٢٣٤") in columns, as a spreadsheet expects.

export function copyTables(root) {
  root.addEventListener("copy", (event) => {
    const selection = root.getSelection();
    const table = ancestorTable(selection);
    if (!table || selection.isCollapsed) return;
    const rows = [...table.rows].map((row) => [...row.cells].filter((cell) => selection.containsNode(cell, true)));
    const chosen = rows.filter((cells) => cells.length);
    if (chosen.length < 2 && (chosen[0]?.length ?? 0) < 2) return;
    event.clipboardData.setData("text/plain", chosen.map((cells) => cells.map(plain).join("\t")).join("\n"));
    event.clipboardData.setData("text/html", html(chosen));
    event.preventDefault();
  });
}

function ancestorTable(selection) {
  const node = selection.rangeCount ? selection.getRangeAt(0).commonAncestorContainer : null;
  const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
  return element?.closest(".data-table") ?? element?.querySelector?.(":scope > .data-table") ?? null;
}

function plain(cell) {
  return cell.dataset.raw ?? cell.innerText.replace(/\s+/g, " ").trim();
}

function html(rows) {
  const table = document.createElement("table");
  for (const cells of rows) {
    const row = table.insertRow();
    for (const cell of cells) row.insertCell().textContent = plain(cell);
  }
  return table.outerHTML;
}
