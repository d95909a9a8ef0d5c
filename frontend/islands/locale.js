// Writes numbers and dates as `hulul.ui.formats` does, from the symbols it sends along with every chart.

export class Locale {
  constructor(symbols) {
    this.symbols = symbols;
  }

  digits(text) {
    return String(text).replace(/[0-9]/g, (digit) => [...this.symbols.digits][Number(digit)]);
  }

  number(value, decimals = 0) {
    if (value === null || value === undefined || Number.isNaN(value)) return this.symbols.missing;
    const [whole, fraction] = halfUp(Math.abs(value), decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, this.symbols.group);
    const text = this.digits(grouped) + (fraction ? this.symbols.decimal + this.digits(fraction) : "");
    return value < 0 && /[1-9]/.test(whole + (fraction ?? "")) ? this.symbols.minus + text : text;
  }

  signed(value, decimals = 0) {
    const text = this.number(value, decimals);
    return value > 0 && /[1-9]/.test(halfUp(value, decimals)) ? this.symbols.plus + text : text;
  }

  /** A value as its kind is written: number, signed, decimal, percent, signed_percent. */
  write(value, kind, decimals) {
    if (value === null || value === undefined) return this.symbols.missing;
    if (kind === "percent") return this.number(value * 100, decimals ?? 1) + this.symbols.percent;
    if (kind === "signed_percent") return this.signed(value * 100, decimals ?? 1) + this.symbols.percent;
    if (kind === "signed") return this.signed(value, decimals ?? 0);
    return this.number(value, decimals ?? (kind === "decimal" ? 2 : 0));
  }

  /** Short, for axes: 48k, 1.2M, ٤٨ ألف. */
  compact(value, kind) {
    if (kind === "percent" || kind === "signed_percent") {
      const exact = value * 100;
      return this.number(exact, Number.isInteger(Math.round(exact * 1e6) / 1e6) ? 0 : 1) + this.symbols.percent;
    }
    for (const [size, unit, mark] of [[1e6, 1e6, "M"], [1e4, 1e3, "k"]]) {
      if (Math.abs(value) >= size) {
        const scaled = value / unit;
        const decimals = Math.abs(scaled) < 10 && Math.round(scaled * 10) % 10 ? 1 : 0;
        return this.number(scaled, decimals) + this.symbols.compact[mark];
      }
    }
    return this.number(value, Math.abs(value) < 10 && value % 1 ? 1 : 0);
  }

  day(iso) {
    return this.#fill(this.symbols.day, iso, this.symbols.shortMonths);
  }

  month(iso) {
    return this.#fill(this.symbols.month, iso, this.symbols.shortMonths);
  }

  #fill(pattern, iso, months) {
    const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
    const filled = pattern.replace("{day}", day).replace("{month}", months[month - 1]).replace("{year}", year);
    return this.digits(filled);
  }
}

function halfUp(value, decimals) {
  const scale = 10 ** decimals;
  return (Math.round((value + Number.EPSILON) * scale) / scale).toFixed(decimals);
}
