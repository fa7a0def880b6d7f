// @ts-check
/**
 * The part of TOML that scenarios use: keys with strings, numbers, lists of strings and inline tables,
 * and `[[area]]`. The server reads each file too, and says what is wrong in one. Pure functions.
 */

/** One token: a string, a sign, a bare word; spaces and comments are skipped. */
const TOKEN = /\s+|#[^\n]*|"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|\[\[|\]\]|[[\]{}=,]|[A-Za-z0-9_.:+-]+/gy;

/** @param {string} text @returns {Record<string, any>} */
export function readToml(text) {
  const tokens = tokensOf(text.replace(/^\uFEFF/, ""));
  let at = 0;
  /** @type {Record<string, any>} */
  const root = {};
  let table = root;
  const take = (/** @type {string} */ sign) => {
    const token = tokens[at++];
    if (token?.sign !== sign) throw new Error(`There is no “${sign}” where it should be${token ? `, in line ${token.line}` : ""}.`);
  };
  /** @returns {any} */
  const value = () => {
    const token = tokens[at++];
    if (!token) throw new Error("The file ends in the middle of a value.");
    // Brackets may touch each other: [["a"]] does not occur, but {x = [[]]} and x = [] ] read alike.
    if (token.sign === "[") return list();
    if (token.sign === "{") return inline();
    if (token.sign === "word") return bare(token.text);
    if (token.sign === "string") return token.text;
    throw new Error(`There is no value in line ${token.line}.`);
  };
  const list = () => {
    const items = [];
    while (tokens[at] && tokens[at].sign !== "]") {
      items.push(value());
      if (tokens[at]?.sign === ",") at++;
    }
    take("]");
    return items;
  };
  const inline = () => {
    /** @type {Record<string, any>} */
    const fields = {};
    while (tokens[at] && tokens[at].sign !== "}") {
      const key = tokens[at++].text;
      take("=");
      fields[key] = value();
      if (tokens[at]?.sign === ",") at++;
    }
    take("}");
    return fields;
  };
  while (at < tokens.length) {
    const token = tokens[at++];
    if (token.sign === "[[") {
      const name = tokens[at++]?.text ?? "";
      take("]]");
      table = {};
      (root[name] ??= []).push(table);
    } else if (token.sign === "[") {
      const name = tokens[at++]?.text ?? "";
      take("]");
      table = root[name] ??= {};
    } else if (token.sign === "word" || token.sign === "string") {
      take("=");
      table[token.text] = value();
    } else {
      throw new Error(`Line ${token.line} cannot be read.`);
    }
  }
  return root;
}

/** @param {string} text */
function tokensOf(text) {
  /** @type {{ sign: string, text: string, line: number }[]} */
  const tokens = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) throw new Error(`Line ${line} cannot be read.`);
    const [all, longBasic, longLiteral, basic, literal] = found;
    const string = longBasic ?? longLiteral ?? literal ?? (basic === undefined ? undefined : unescaped(basic));
    if (string !== undefined) tokens.push({ sign: "string", text: string, line });
    else if (/^[\w.:+-]/.test(all)) tokens.push({ sign: "word", text: all, line });
    else if (!/^[\s#]/.test(all)) tokens.push({ sign: all, text: all, line });
    line += all.split("\n").length - 1;
  }
  return tokens;
}

/** @param {string} text */
const bare = (text) => (text === "true" ? true : text === "false" ? false : /^[+-]?[\d_.]+$/.test(text) ? Number(text.replaceAll("_", "")) : text);

/** @param {string} text */
function unescaped(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) => {
    if (one) return { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" }[/** @type {"n"} */ (one)] ?? one;
    return String.fromCodePoint(Number.parseInt(four ?? eight, 16));
  });
}

/** Writes a string of TOML. JSON's escapes are all TOML's too, but for the delete sign. @param {string} text */
export const tomlString = (text) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");
