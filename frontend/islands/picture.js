// A figure as one picture that can stand alone in a report: title, subtitle, drawing, legend, notes and source.

const SCALE = 2;
const MARGIN = 20;

export async function picture(figure, drawing) {
  await drawing.decode();
  const style = getComputedStyle(figure);
  const paint = { ink: style.getPropertyValue("--ink"), muted: style.getPropertyValue("--muted") };
  const width = drawing.naturalWidth / SCALE + 2 * MARGIN;
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const lines = [
    ...wrapped(pen, figure, ".figure-title", width, `600 18px ${style.fontFamily}`, paint.ink, 26),
    ...wrapped(pen, figure, ".figure-subtitle", width, `13px ${style.fontFamily}`, paint.muted, 22),
  ];
  const below = [
    ...wrapped(pen, figure, ".figure-note", width, `12px ${style.fontFamily}`, paint.muted, 19),
    ...wrapped(pen, figure, ".figure-source", width, `12px ${style.fontFamily}`, paint.muted, 19),
  ];
  const legend = [...figure.querySelectorAll(".legend li")];
  const drawn = drawing.naturalHeight / SCALE;
  const height = total(lines) + drawn + legend.length * 20 + total(below) + 2.5 * MARGIN;
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = style.getPropertyValue("--paper");
  pen.fillRect(0, 0, width, height);
  const rtl = style.direction === "rtl";
  let top = write(pen, lines, MARGIN, width, rtl);
  pen.drawImage(drawing, MARGIN, top, width - 2 * MARGIN, drawn);
  top = writeLegend(pen, legend, top + drawn + 6, width, rtl, paint.ink, style.fontFamily);
  write(pen, below, top + 6, width, rtl);
  return canvas;
}

function wrapped(pen, figure, selector, width, font, colour, height) {
  pen.font = font;
  const lines = [];
  for (const element of figure.querySelectorAll(selector)) {
    let line = "";
    for (const part of element.textContent.trim().split(/\s+/)) {
      const longer = line ? `${line} ${part}` : part;
      if (line && pen.measureText(longer).width > width - 2 * MARGIN) {
        lines.push({ text: line, font, colour, height });
        line = part;
      } else {
        line = longer;
      }
    }
    if (line) lines.push({ text: line, font, colour, height });
  }
  return lines;
}

function total(lines) {
  return lines.reduce((sum, line) => sum + line.height, 0);
}

function write(pen, lines, from, width, rtl) {
  let top = from;
  pen.direction = rtl ? "rtl" : "ltr";
  pen.textAlign = "start";
  for (const line of lines) {
    pen.font = line.font;
    pen.fillStyle = line.colour;
    pen.fillText(line.text, rtl ? width - MARGIN : MARGIN, top + line.height * 0.7);
    top += line.height;
  }
  return top;
}

function writeLegend(pen, items, from, width, rtl, ink, family) {
  let top = from;
  pen.direction = rtl ? "rtl" : "ltr";
  for (const item of items) {
    const shape = item.querySelector("rect, circle");
    pen.fillStyle = getComputedStyle(shape).fill;
    pen.fillRect(rtl ? width - MARGIN - 20 : MARGIN, top, 20, 12);
    pen.font = `12px ${family}`;
    pen.fillStyle = ink;
    pen.fillText(item.textContent.trim(), rtl ? width - MARGIN - 28 : MARGIN + 28, top + 10);
    top += 20;
  }
  return top;
}
