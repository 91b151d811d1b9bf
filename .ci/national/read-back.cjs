// Places, as a JSON list of cells by column, through the national library and back. Empty cells are absent, as its own
// tools have them. Prints a list with, for each place, the cells that came back or why it was refused.
const {
  fromSchemaLieuDeMediationNumerique: read,
  toSchemaLieuMediationNumerique: write,
} = require("@gouvfr-anct/lieux-de-mediation-numerique");

const filled = (cells) => Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ""));

const readBack = (cells) => {
  try {
    return write(read(filled(cells)));
  } catch (error) {
    return { refused: `${error.key}: ${error.message}` };
  }
};

let text = "";
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => process.stdout.write(JSON.stringify(JSON.parse(text).map(readBack))));
